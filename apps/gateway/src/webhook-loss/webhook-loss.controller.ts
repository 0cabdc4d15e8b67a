import { Controller, Get, Param, Query } from '@nestjs/common';
import type { WebhookLossView } from '@halosync/contracts';
import { webhookLossQuery, webhookLossSchema } from '@halosync/contracts';
import type { z } from 'zod';
import { Role } from '../accounts/role';
import { Connections } from '../connections/connections';
import { Operation } from '../openapi/operation';
import { validated } from '../requests/validated.pipe';
import { WebhookLosses } from './webhook-loss';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The meter of what webhooks lost. */
@Controller('api/v1/connections/:id/webhook-loss')
@Role('viewer')
export class WebhookLossController {
  constructor(
    private readonly connections: Connections,
    private readonly losses: WebhookLosses,
  ) {}

  @Get()
  @Operation({
    tag: 'Connections',
    summary: "What Halo's webhooks did not tell, by kind of record and event, and the likely cause",
    query: webhookLossQuery,
    answers: { 200: webhookLossSchema },
  })
  async read(
    @Param('id') id: string,
    @Query(validated(webhookLossQuery)) query: z.output<typeof webhookLossQuery>,
  ): Promise<WebhookLossView> {
    const { id: connectionId } = await this.connections.find(id);
    const until = new Date();
    const since = query.since === undefined ? new Date(until.getTime() - DAY_MS) : new Date(query.since);
    return this.losses.report(connectionId, since, until);
  }
}
