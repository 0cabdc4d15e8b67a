import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { RunView } from '@halosync/contracts';
import {
  isEntityName,
  pageQuery,
  refetchedSchema,
  runListSchema,
  runSchema,
  startRunSchema,
} from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { identityOf } from '../accounts/identity';
import { Role, mayActAs } from '../accounts/role';
import { Connections } from '../connections/connections';
import { Operation } from '../openapi/operation';
import { ConnectorClient } from '../peers/connector.client';
import { idFrom } from '../requests/id';
import { validated } from '../requests/validated.pipe';
import { runView } from './run-view';

/** Sync runs, and reading one record again. */
@Controller('api/v1')
@Role('viewer')
export class RunsController {
  constructor(
    private readonly connections: Connections,
    private readonly connector: ConnectorClient,
  ) {}

  @Post('connections/:id/runs')
  @Role('operator')
  @Operation({
    tag: 'Runs',
    summary: 'Start a run; the same mode already running: that one',
    body: startRunSchema,
    answers: { 202: runSchema, 200: runSchema },
  })
  async start(
    @Param('id') id: string,
    @Body(validated(startRunSchema)) body: z.output<typeof startRunSchema>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RunView> {
    const force = body.force ?? false;
    if (force && !mayActAs(identityOf(request).role, 'admin'))
      throw new AppError('forbidden', 'Only an administrator releases the brake.');
    const { id: connectionId } = await this.connections.find(id);
    const { run, started } = await this.connector.startRun({
      connectionId,
      mode: body.mode,
      entities: body.entities ?? [],
      ...(force ? { force } : {}),
      askedBy: identityOf(request).name,
    });
    void reply.status(started ? 202 : 200);
    return runView(run);
  }

  @Get('connections/:id/runs')
  @Operation({
    tag: 'Runs',
    summary: 'Runs of a connection, newest first',
    query: pageQuery,
    answers: { 200: runListSchema },
  })
  async list(
    @Param('id') id: string,
    @Query(validated(pageQuery)) query: z.output<typeof pageQuery>,
  ): Promise<z.output<typeof runListSchema>> {
    const { id: connectionId } = await this.connections.find(id);
    const { items, nextCursor } = await this.connector.listRuns({
      connectionId,
      cursor: query.cursor ?? '',
      limit: query.limit,
    });
    return { items: items.map(runView), nextCursor: nextCursor === '' ? null : nextCursor };
  }

  @Get('runs/:id')
  @Operation({ tag: 'Runs', summary: 'One run', answers: { 200: runSchema } })
  async read(@Param('id') id: string): Promise<RunView> {
    return runView(await this.connector.getRun(idFrom(id)));
  }

  @Post('runs/:id/cancel')
  @HttpCode(200)
  @Role('operator')
  @Operation({
    tag: 'Runs',
    summary: 'End a run where it is; one that has ended stays as it ended',
    answers: { 200: runSchema },
  })
  async cancel(@Param('id') id: string): Promise<RunView> {
    return runView(await this.connector.cancelRun(idFrom(id)));
  }

  @Post('connections/:id/records/:entity/:haloId/refetch')
  @Role('operator')
  @Operation({ tag: 'Runs', summary: 'Read this record again now', answers: { 202: refetchedSchema } })
  async refetch(
    @Param('id') id: string,
    @Param('entity') entity: string,
    @Param('haloId') haloId: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof refetchedSchema>> {
    const { id: connectionId } = await this.connections.find(id);
    if (!isEntityName(entity))
      throw new AppError('not_found', 'The kinds of record are ticket, site, user and invoice.');
    const number = /^[1-9]\d{0,15}$/.test(haloId) ? Number(haloId) : NaN;
    if (!Number.isSafeInteger(number)) throw new AppError('not_found', 'This is not an id of a record.');
    const askedBy = identityOf(request).name;
    const { joined } = await this.connector.refetch({ connectionId, entity, haloId: number, askedBy });
    void reply.status(202);
    return { queued: true, joined };
  }
}
