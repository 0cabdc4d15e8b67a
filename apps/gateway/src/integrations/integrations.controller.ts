import { Controller, Get, Query } from '@nestjs/common';
import { integrationListSchema, integrationQuery } from '@halosync/contracts';
import type { z } from 'zod';
import { Role } from '../accounts/role';
import { Operation } from '../openapi/operation';
import { validated } from '../requests/validated.pipe';

const gallery = [
  {
    id: 'halo-psa',
    name: 'Halo PSA',
    description: 'Tickets, sites, users and invoices into your Postgres. Also HaloITSM and HaloCRM.',
    alsoFor: ['HaloITSM', 'HaloCRM', 'HaloServiceDesk'],
  },
];

/** What can be connected. */
@Controller('api/v1/integrations')
@Role('viewer')
export class IntegrationsController {
  @Get()
  @Operation({
    tag: 'Integrations',
    summary: 'The gallery',
    query: integrationQuery,
    answers: { 200: integrationListSchema },
  })
  list(
    @Query(validated(integrationQuery)) query: z.output<typeof integrationQuery>,
  ): z.output<typeof integrationListSchema> {
    const words = query.search.toLowerCase().split(/\s+/);
    const items = gallery.filter(({ id, name, description, alsoFor }) => {
      const text = [id, name, description, ...alsoFor].join(' ').toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return { items, nextCursor: null };
  }
}
