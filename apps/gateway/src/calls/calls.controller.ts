import { Controller, Get, Param, Query } from '@nestjs/common';
import type { callSchema, connectorProto } from '@halosync/contracts';
import { callListSchema, callQuery } from '@halosync/contracts';
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
    summary: 'Calls to Halo, newest first: why each was made, and what it was good for',
    query: callQuery,
    answers: { 200: callListSchema },
  })
  async list(
    @Param('id') id: string,
    @Query(validated(callQuery)) query: z.output<typeof callQuery>,
  ): Promise<z.output<typeof callListSchema>> {
    const { id: connectionId } = await this.connections.find(id);
    const { items, nextCursor } = await this.connector.listCalls({
      ...query,
      connectionId,
      cursor: query.cursor ?? '',
    });
    return { items: items.map(callView), nextCursor: nextCursor === '' ? null : nextCursor };
  }
}

function callView(call: connectorProto.Call): z.output<typeof callSchema> {
  const text = (value: string): string | null => (value === '' ? null : value);
  return {
    ...call,
    entity: text(call.entity),
    haloId: call.haloId === 0 ? null : call.haloId,
    runId: text(call.runId),
    deliveryId: text(call.deliveryId),
    askedBy: text(call.askedBy),
    status: call.status === 0 ? null : call.status,
    useful: call.useful < 0 ? null : call.useful,
  };
}
