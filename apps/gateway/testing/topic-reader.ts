import { randomUUID } from 'node:crypto';
import { entityNames, topicName } from '@halosync/contracts';
import type { IncomingMessage } from '@halosync/kafka';
import { ChunkConsumer, kafkaOptions } from '@halosync/kafka';
import { silentLog } from '@halosync/observability';
import type { GatewayConfig } from '../src/gateway.config';

/** Reads what a gateway publishes. */
export class TopicReader {
  readonly messages: IncomingMessage[] = [];
  readonly #consumer: ChunkConsumer;

  constructor(config: GatewayConfig) {
    this.#consumer = new ChunkConsumer({
      kafka: kafkaOptions(config, 'gateway-test', silentLog),
      group: `${config.TOPIC_PREFIX}-${randomUUID()}`,
      topics: entityNames.flatMap((entity) =>
        (['received', 'touched'] as const).map((kind) => topicName(config.TOPIC_PREFIX, entity, kind)),
      ),
      concurrency: 1,
      handle: async (chunk) => void this.messages.push(...chunk),
      onCrash: (error) => {
        throw error;
      },
    });
  }

  async start(): Promise<void> {
    await this.#consumer.start();
  }

  async stop(): Promise<void> {
    await this.#consumer.stop();
  }

  of(connectionId: string): IncomingMessage[] {
    return this.messages.filter(({ key }) => key?.startsWith(connectionId));
  }
}
