import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import {
  entityNames,
  explainQuery,
  explainedRecordSchema,
  historyQuery,
  historySchema,
  recordDetailSchema,
  recordListSchema,
  recordQuery,
} from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { identityOf } from '../accounts/identity';
import { Role } from '../accounts/role';
import { Connections } from '../connections/connections';
import { Operation } from '../openapi/operation';
import { validated } from '../requests/validated.pipe';
import type { RecordKey } from './records';
import { Records } from './records';

/** The data: tickets, sites, users and invoices, by the plural of their entity. */
@Controller('api/v1/connections/:id/:records')
@Role('viewer')
export class RecordsController {
  constructor(
    private readonly connections: Connections,
    private readonly records: Records,
  ) {}

  @Get()
  @Operation({
    tag: 'Records',
    summary: 'Records (tickets, sites, users or invoices), by id',
    query: recordQuery,
    answers: { 200: recordListSchema },
  })
  async list(
    @Param('id') id: string,
    @Param('records') plural: string,
    @Query(validated(recordQuery)) query: z.output<typeof recordQuery>,
  ): Promise<z.output<typeof recordListSchema>> {
    const entity = entityOf(plural);
    const held = await this.connections.find(id);
    return this.records.list(held.id, entity, query);
  }

  @Get(':haloId')
  @Operation({
    tag: 'Records',
    summary: 'One record, deleted or not, with the change that made it what it is',
    answers: { 200: recordDetailSchema },
  })
  async read(
    @Param('id') id: string,
    @Param('records') plural: string,
    @Param('haloId') haloId: string,
  ): Promise<z.output<typeof recordDetailSchema>> {
    return this.records.read(await this.#key(id, plural, haloId));
  }

  @Get(':haloId/history')
  @Operation({
    tag: 'Records',
    summary: 'Its revisions, newest first',
    query: historyQuery,
    answers: { 200: historySchema },
  })
  async history(
    @Param('id') id: string,
    @Param('records') plural: string,
    @Param('haloId') haloId: string,
    @Query(validated(historyQuery)) query: z.output<typeof historyQuery>,
  ): Promise<z.output<typeof historySchema>> {
    return this.records.history(await this.#key(id, plural, haloId), query);
  }

  @Get(':haloId/explain')
  @Operation({
    tag: 'Records',
    summary: 'How it came to be what it is, and on request whether Halo says the same now',
    query: explainQuery,
    answers: { 200: explainedRecordSchema },
  })
  async explain(
    @Param('id') id: string,
    @Param('records') plural: string,
    @Param('haloId') haloId: string,
    @Query(validated(explainQuery)) query: z.output<typeof explainQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.output<typeof explainedRecordSchema>> {
    const comparedFor = query.compare === 'halo' ? identityOf(request).name : null;
    return this.records.explain(await this.#key(id, plural, haloId), comparedFor);
  }

  async #key(id: string, plural: string, haloId: string): Promise<RecordKey> {
    const entity = entityOf(plural);
    const number = /^[1-9]\d{0,15}$/.test(haloId) ? Number(haloId) : NaN;
    if (!Number.isSafeInteger(number)) throw new AppError('not_found', 'This is not an id of a record.');
    const { id: connectionId } = await this.connections.find(id);
    return { connectionId, entity, haloId: number };
  }
}

function entityOf(plural: string): RecordKey['entity'] {
  const entity = entityNames.find((name) => `${name}s` === plural);
  if (entity === undefined) throw new AppError('not_found', 'There are tickets, sites, users and invoices.');
  return entity;
}
