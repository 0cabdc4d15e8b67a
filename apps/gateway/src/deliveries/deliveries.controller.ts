import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  deliveryDetailSchema,
  deliveryListSchema,
  deliveryQuery,
  replayDeliveriesSchema,
  replayedDeliverySchema,
  replayedSchema,
} from '@halosync/contracts';
import type { z } from 'zod';
import { Role } from '../accounts/role';
import { Connections } from '../connections/connections';
import { Operation } from '../openapi/operation';
import { ServiceClients } from '../peers/service.client';
import { idFrom } from '../requests/id';
import { validated } from '../requests/validated.pipe';
import { DeliveryLog } from './delivery-log';
import { DeliveryReplay } from './delivery-replay';
import { traceDelivery } from './delivery-trace';
import { deliveryDetail, deliveryView } from './delivery-view';

/** Webhooks as they came, what became of them, and sending them down the line again. */
@Controller('api/v1')
@Role('viewer')
export class DeliveriesController {
  constructor(
    private readonly connections: Connections,
    private readonly log: DeliveryLog,
    private readonly replay: DeliveryReplay,
    private readonly services: ServiceClients,
  ) {}

  @Get('connections/:id/deliveries')
  @Operation({
    tag: 'Deliveries',
    summary: 'Webhooks as they came, newest first; a page may be short and have a cursor all the same',
    query: deliveryQuery,
    answers: { 200: deliveryListSchema },
  })
  async list(
    @Param('id') id: string,
    @Query(validated(deliveryQuery)) query: z.output<typeof deliveryQuery>,
  ): Promise<z.output<typeof deliveryListSchema>> {
    const held = await this.connections.find(id);
    const { rows, next } = await this.log.search(held.id, query);
    return { items: rows.map(deliveryView), nextCursor: next };
  }

  @Get('deliveries/:id')
  @Operation({
    tag: 'Deliveries',
    summary: 'One, with headers, body, and what became of each part of it',
    answers: { 200: deliveryDetailSchema },
  })
  async read(@Param('id') id: string): Promise<z.output<typeof deliveryDetailSchema>> {
    const row = await this.log.read(idFrom(id));
    return deliveryDetail(row, await traceDelivery(this.services, row));
  }

  @Post('deliveries/:id/replay')
  @HttpCode(202)
  @Role('operator')
  @Operation({
    tag: 'Deliveries',
    summary: 'Send one down the line again, as a new delivery; it changes nothing that it changed before',
    answers: { 202: replayedDeliverySchema },
  })
  async replayOne(@Param('id') id: string): Promise<z.output<typeof replayedDeliverySchema>> {
    return this.replay.one(idFrom(id));
  }

  @Post('connections/:id/deliveries/replay')
  @HttpCode(202)
  @Role('operator')
  @Operation({
    tag: 'Deliveries',
    summary: 'Send all of a range, or all failed, down the line again',
    body: replayDeliveriesSchema,
    answers: { 202: replayedSchema },
  })
  async replayRange(
    @Param('id') id: string,
    @Body(validated(replayDeliveriesSchema)) body: z.output<typeof replayDeliveriesSchema>,
  ): Promise<z.output<typeof replayedSchema>> {
    const held = await this.connections.find(id);
    return { replayed: await this.replay.range(held.id, body) };
  }
}
