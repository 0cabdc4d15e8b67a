import type { Secret } from '@halosync/config';

/** How to reach the broker; each program fills it from its configuration. */
export interface KafkaOptions {
  readonly brokers: readonly string[];
  readonly ssl: boolean;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: Secret;
  };
  /** Shown in the broker's logs and metrics: the program's name. */
  readonly clientId: string;
  readonly log: KafkaLog;
  /** A consumer that is silent for as long loses its partitions. */
  readonly sessionTimeoutMs?: number;
}

export interface KafkaLog {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

export interface KafkaVariables {
  readonly KAFKA_BROKERS: readonly string[];
  readonly KAFKA_SSL: boolean;
  readonly KAFKA_SESSION_SECONDS?: number | undefined;
  readonly KAFKA_SASL_MECHANISM?: 'plain' | 'scram-sha-256' | 'scram-sha-512' | undefined;
  readonly KAFKA_SASL_USERNAME?: string | undefined;
  readonly KAFKA_SASL_PASSWORD?: Secret | undefined;
}

export function kafkaOptions(variables: KafkaVariables, clientId: string, log: KafkaLog): KafkaOptions {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = variables;
  return {
    brokers: variables.KAFKA_BROKERS,
    ssl: variables.KAFKA_SSL,
    clientId,
    log,
    ...(variables.KAFKA_SESSION_SECONDS === undefined
      ? {}
      : { sessionTimeoutMs: variables.KAFKA_SESSION_SECONDS * 1000 }),
    ...(mechanism !== undefined && username !== undefined && password !== undefined
      ? { sasl: { mechanism, username, password } }
      : {}),
  };
}
