import { Controller, Get, Param, Query } from '@nestjs/common';
import { pageQuery, repairListSchema } from '@halosync/contracts';
import type { z } from 'zod';
import { Role } from '../accounts/role';
import { Operation } from '../openapi/operation';
import { ConnectorClient } from '../peers/connector.client';
import { idFrom } from '../requests/id';
import { validated } from '../requests/validated.pipe';
import { Repairs } from './repairs';

/** What a run found and put right. */
@Controller('api/v1/runs/:id/repairs')
@Role('viewer')
export class RepairsController {
  constructor(
    private readonly connector: ConnectorClient,
    private readonly repairs: Repairs,
  ) {}

  @Get()
  @Operation({
    tag: 'Runs',
    summary: 'Records that a delta or a reconcile found wrong, and why; entity by entity, oldest first',
    query: pageQuery,
    answers: { 200: repairListSchema },
  })
  async list(
    @Param('id') id: string,
    @Query(validated(pageQuery)) query: z.output<typeof pageQuery>,
  ): Promise<z.output<typeof repairListSchema>> {
    const { id: runId } = await this.connector.getRun(idFrom(id));
    return this.repairs.list(runId, query);
  }
}
