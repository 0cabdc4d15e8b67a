import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import type { EntityName } from '@halosync/contracts';
import { entityNames, republishInput, republishedSchema } from '@halosync/contracts';
import { Publisher } from '@halosync/kafka';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { Role } from '../accounts/role';
import type { GatewayConfig } from '../gateway.config';
import { GATEWAY_CONFIG } from '../gateway.config';
import { Operation } from '../openapi/operation';
import { ServiceClients } from '../peers/service.client';
import { validated } from '../requests/validated.pipe';
import { republishInbox } from './republish-inbox';

type Republish = z.output<typeof republishInput>;
type Republished = z.output<typeof republishedSchema>;

/** Fills topics again from what Postgres holds. */
@Controller('api/v1/republish')
@Role('operator')
export class RepublishController {
  constructor(
    private readonly services: ServiceClients,
    private readonly dataSource: DataSource,
    private readonly publisher: Publisher,
    @Inject(GATEWAY_CONFIG) private readonly config: GatewayConfig,
  ) {}

  @Post()
  @HttpCode(202)
  @Operation({
    tag: 'Republish',
    summary:
      'Publish webhooks and changes again from a time or position on, as after a topic was wiped. Nobody applies one twice.',
    body: republishInput,
    answers: { 202: republishedSchema },
  })
  async republish(@Body(validated(republishInput)) asked: Republish): Promise<Republished> {
    const takesReceived = asked.topic !== 'changed' && asked.entity === undefined;
    return {
      ...(asked.topic === 'received' ? {} : { changed: await this.#changes(asked) }),
      ...(takesReceived && asked.since !== undefined ? { received: await this.#received(new Date(asked.since)) } : {}),
    };
  }

  async #changes({ entity, since, afterPosition }: Republish): Promise<NonNullable<Republished['changed']>> {
    const from = since === undefined ? { afterPosition } : { since: new Date(since).toISOString() };
    const asked = entityNames.filter((name) => (entity ?? name) === name);
    const answers = await Promise.all(
      asked.map(async (name): Promise<[EntityName, { changes: number; afterPosition: number }]> => [
        name,
        await this.services.of(name).republish(from),
      ]),
    );
    return Object.fromEntries(answers);
  }

  async #received(since: Date): Promise<{ deliveries: number }> {
    const { dataSource, publisher } = this;
    const send = publisher.send.bind(publisher);
    return { deliveries: await republishInbox({ dataSource, send, topicPrefix: this.config.TOPIC_PREFIX }, since) };
  }
}
