import type { ProcessSpec } from '@halosync/supervisor';

/** A server that can be started, and the address it will have. */
export interface Server {
  readonly spec: ProcessSpec;
  /** A Postgres URL, or `host:port` of a broker. */
  readonly address: string;
}
