import { Controller, Get, Param, Query } from '@nestjs/common';
import { callListSchema, pageQuery } from '@halosync/contracts';
import type { z } from 'zod';
import { Role } from '../accounts/role';
import { Connections } from '../connections/connections';
import { Operation } from '../openapi/operation';
import { ConnectorClient } from '../peers/connector.client';
import { validated } from '../requests/validated.pipe';

/** The ledger of calls to Halo. */
@Controller('api/v1/connections/:id/calls')
@Role('viewer')
export class CallsController {
  constructor(
    private readonly connections: Connections,
    private readonly connector: ConnectorClient,
  ) {}

  @Get()
  @Operation({
    tag: 'Calls',
    summary: 'Calls to Halo, newest first',
    query: pageQuery,
    answers: { 200: callListSchema },
  })
  async list(
    @Param('id') id: string,
    @Query(validated(pageQuery)) query: z.output<typeof pageQuery>,
  ): Promise<z.output<typeof callListSchema>> {
    const { id: connectionId } = await this.connections.find(id);
    const { items, nextCursor } = await this.connector.listCalls({
      connectionId,
      cursor: query.cursor ?? '',
      limit: query.limit,
    });
    return {
      items: items.map(({ entity, status, ...call }) => ({
        ...call,
        entity: entity === '' ? null : entity,
        status: status === 0 ? null : status,
      })),
      nextCursor: nextCursor === '' ? null : nextCursor,
    };
  }
}
