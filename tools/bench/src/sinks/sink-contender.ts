import type { JsonValue } from '@halosync/halo-json';

/** Something that brings messages from a topic into a table. */
export interface SinkContender {
  readonly name: string;
  /** Fills the topic while nothing reads it, lets it be read, and returns rows per second. */
  measure(): Promise<number>;
  stop(): Promise<void>;
}

/** A row of the ticket table by column, as JSON has it: what the peers are given, all mapping done. */
export type FlatRow = Readonly<Record<string, JsonValue>>;
