import type { EntityName } from './entity-name';
import { entityNames } from './entity-name';

/** `received`: copies. `touched`: hints that a record may differ. `changed`: facts. `dead`: what could not be read. */
export const topicKinds = ['received', 'touched', 'changed', 'dead'] as const;
export type TopicKind = (typeof topicKinds)[number];

/** Dots only: Kafka's metrics merge `.` and `_`. */
export function topicName(prefix: string, entity: EntityName, kind: TopicKind): string {
  return `${prefix}.${entity}.${kind}`;
}

export function allTopicNames(prefix: string): string[] {
  return entityNames.flatMap((entity) => topicKinds.map((kind) => topicName(prefix, entity, kind)));
}

/** Groups are named after their program, never after a host. The prefix keeps installations on one broker apart. */
export function consumerGroup(prefix: string, program: string): string {
  return prefix === 'halo' ? program : `${prefix}-${program}`;
}

/** One key per record: all that concerns it lies in one partition, in order. */
export function recordKey(connectionId: string, haloId: number): string {
  return `${connectionId}:${haloId}`;
}

/** Reads a key back; null where it is not ours. */
export function parseRecordKey(key: string): { readonly connectionId: string; readonly haloId: number } | null {
  const match = /^([0-9a-f-]{36}):(\d{1,16})$/.exec(key);
  const [, connectionId, id] = match ?? [];
  return connectionId === undefined ? null : { connectionId, haloId: Number(id) };
}
