import { Controller, Get, Param, Put, Req } from '@nestjs/common';
import type { WebhookView } from '@halosync/contracts';
import { repairedWebhookSchema, webhookSchema } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { identityOf } from '../accounts/identity';
import { Role, mayActAs } from '../accounts/role';
import { Connections } from '../connections/connections';
import { Operation } from '../openapi/operation';
import { HaloWebhooks } from './halo-webhooks';
import { webhookView } from './webhook-view';

// A page that is opened twice asks Halo once.
const MAX_AGE_SECONDS = 10;

/** The webhook in Halo. */
@Controller('api/v1/connections/:id/webhook')
@Role('viewer')
export class HaloWebhookController {
  constructor(
    private readonly connections: Connections,
    private readonly webhooks: HaloWebhooks,
  ) {}

  @Get()
  @Operation({
    tag: 'Webhook',
    summary: 'The webhook as Halo has it beside what it should be, and when each event was last received',
    answers: { 200: webhookSchema },
  })
  async read(@Param('id') id: string, @Req() request: FastifyRequest): Promise<WebhookView> {
    const held = await this.#held(id);
    const { name: askedBy, role } = identityOf(request);
    const order = { maxAgeSeconds: MAX_AGE_SECONDS, byPerson: true, askedBy };
    const { report, side } = await this.webhooks.check(held, order);
    return webhookView(report, { ...side, showsUrls: mayActAs(role, 'operator') });
  }

  @Put()
  @Role('admin')
  @Operation({
    tag: 'Webhook',
    summary: 'Create or repair it in Halo',
    answers: { 200: repairedWebhookSchema },
  })
  async repair(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<z.output<typeof repairedWebhookSchema>> {
    const held = await this.#held(id);
    const { response, side } = await this.webhooks.repair(held, identityOf(request).name);
    const { report, outcome } = response;
    if (report === undefined) throw new AppError('internal', 'A repair without a report.');
    return {
      ...webhookView(report, { ...side, showsUrls: true }),
      outcome: repairedWebhookSchema.shape.outcome.parse(outcome),
    };
  }

  /** A connection that exists, and has a callback URL from here on. */
  async #held(id: string): Promise<string> {
    const held = await this.connections.find(id);
    await this.connections.ensureCallback(held);
    return held.id;
  }
}
