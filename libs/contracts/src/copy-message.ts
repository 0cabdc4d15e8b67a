import { AppError } from '@halosync/errors';
import type { EntityName } from './entity-name';
import type { MessageHeaders, OutgoingMessage } from './message';
import { cloudEvent } from './message';
import { parseRecordKey, recordKey, topicName } from './topics';

/** Where a copy comes from: a webhook's payload, a row of a list page, or a read by id. */
export const copyKinds = ['webhook', 'list', 'record'] as const;
export type CopyKind = (typeof copyKinds)[number];

/** Who asked. `learned_by` in the tables. */
export const learnedByWords = ['webhook', 'backfill', 'delta', 'refetch', 'reconcile'] as const;
export type LearnedBy = (typeof learnedByWords)[number];

/** What a copy's message says beside the record itself. Times are instants of the database's clock. */
export interface CopyFacts {
  readonly connectionId: string;
  readonly haloId: number;
  /** The connection's generation when the copy was taken; a copy of an older one is dropped. */
  readonly generation: number;
  /** UUIDv7: the inbox row of a webhook, or the call that brought the copy. */
  readonly deliveryId: string;
  /** Position in that delivery or answer. */
  readonly part: number;
  readonly kind: CopyKind;
  readonly learnedBy: LearnedBy;
  /** The whole record, not a subset of its fields. */
  readonly isWhole: boolean;
  /** Webhook: received at. Read: after the answer. */
  readonly knownAt: Date;
  /** Before the read was sent; null for webhooks, which may be arbitrarily old. */
  readonly validFrom: Date | null;
  readonly runId: string | null;
  readonly callId: string | null;
  readonly traceparent?: string | undefined;
}

/**
 * A copy on its way to `received`.
 * @param value the record's JSON alone, cut out of its envelope; null when a read by id said that it is not there.
 */
export function copyMessage(
  prefix: string,
  entity: EntityName,
  facts: CopyFacts,
  value: Buffer | null,
): OutgoingMessage {
  return {
    topic: topicName(prefix, entity, 'received'),
    key: recordKey(facts.connectionId, facts.haloId),
    value,
    headers: {
      ...cloudEvent({
        id: `${facts.deliveryId}:${facts.part}`,
        type: `halo.${entity}.received`,
        connectionId: facts.connectionId,
        subject: String(facts.haloId),
        time: facts.knownAt,
        traceparent: facts.traceparent,
      }),
      halosync_kind: facts.kind,
      halosync_learned_by: facts.learnedBy,
      halosync_whole: String(facts.isWhole),
      halosync_known_at: facts.knownAt.toISOString(),
      halosync_generation: String(facts.generation),
      ...(facts.validFrom === null ? {} : { halosync_valid_from: facts.validFrom.toISOString() }),
      ...(facts.runId === null ? {} : { halosync_run_id: facts.runId }),
      ...(facts.callId === null ? {} : { halosync_call_id: facts.callId }),
    },
  };
}

/**
 * Reads the facts of a message on `received`.
 * @throws AppError `record_unreadable` where a fact is missing or makes no sense: such a message is poison.
 */
export function readCopyFacts(key: string | null, headers: MessageHeaders): CopyFacts {
  const record = key === null ? null : parseRecordKey(key);
  if (record === null) throw unreadable('key', key);
  const [deliveryId, part] = (headers['ce_id'] ?? '').split(':');
  return {
    ...record,
    deliveryId: uuid('ce_id', deliveryId),
    part: count('ce_id', part),
    generation: count('halosync_generation', headers['halosync_generation']),
    kind: word('halosync_kind', headers['halosync_kind'], copyKinds),
    learnedBy: word('halosync_learned_by', headers['halosync_learned_by'], learnedByWords),
    isWhole: word('halosync_whole', headers['halosync_whole'], ['true', 'false']) === 'true',
    knownAt: instant('halosync_known_at', headers['halosync_known_at']),
    validFrom:
      headers['halosync_valid_from'] === undefined
        ? null
        : instant('halosync_valid_from', headers['halosync_valid_from']),
    runId: headers['halosync_run_id'] === undefined ? null : uuid('halosync_run_id', headers['halosync_run_id']),
    callId: headers['halosync_call_id'] === undefined ? null : uuid('halosync_call_id', headers['halosync_call_id']),
    traceparent: headers['traceparent'],
  };
}

function unreadable(name: string, value: unknown): AppError {
  return new AppError('record_unreadable', `The message's ${name} is missing or makes no sense.`, {
    details: { name, value },
  });
}

function uuid(name: string, text: string | undefined): string {
  if (text === undefined || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw unreadable(name, text);
  return text;
}

function count(name: string, text: string | undefined): number {
  if (text === undefined || !/^\d{1,9}$/.test(text)) throw unreadable(name, text);
  return Number(text);
}

function instant(name: string, text: string | undefined): Date {
  const time = new Date(text ?? '');
  if (Number.isNaN(time.getTime())) throw unreadable(name, text);
  return time;
}

function word<T extends string>(name: string, text: string | undefined, words: readonly T[]): T {
  const found = words.find((candidate) => candidate === text);
  if (found === undefined) throw unreadable(name, text);
  return found;
}
