import type { MessageHeaders } from '@halosync/contracts';

/** A message as a handler sees it. */
export interface IncomingMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: MessageHeaders;
}

/** Messages of one partition, in offset order: at most 500, at most 8 MiB unless one alone is larger. */
export type Chunk = readonly IncomingMessage[];
