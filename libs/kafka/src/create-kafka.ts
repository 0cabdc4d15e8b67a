import type { LogEntry, SASLOptions } from 'kafkajs';
import { Kafka, logLevel } from 'kafkajs';
import type { KafkaOptions } from './kafka-options';

/** The Kafka client with the settings that every producer, consumer and admin of ours shares. */
export function createKafka(options: KafkaOptions): Kafka {
  return new Kafka({
    clientId: options.clientId,
    brokers: [...options.brokers],
    ssl: options.ssl,
    // A union by mechanism, which TypeScript cannot see through a spread.
    ...(options.sasl === undefined
      ? {}
      : { sasl: { ...options.sasl, password: options.sasl.password.reveal() } as SASLOptions }),
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    // Fewer than 8 retries end a consumer while a broker restarts.
    retry: { initialRetryTime: 200, maxRetryTime: 10_000, retries: 8 },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, namespace, log: { message, error, timestamp, logger, stack, ...fields } }: LogEntry) => {
        const entry = {
          namespace,
          detail: message,
          ...(error === undefined ? {} : { error: String(error) }),
          ...fields,
        };
        // kafkajs logs each rebalance, and a group whose coordinator just starts, as errors; it is how groups work.
        if (/rebalanc|coordinator is|Restarting the consumer/i.test(`${message} ${String(error ?? '')}`))
          options.log.info('kafka client', entry);
        else if (level >= logLevel.WARN) options.log.warn('kafka client', entry);
        else options.log.error('kafka client', entry);
      },
  });
}
