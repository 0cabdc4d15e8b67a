import type { EntityName, OutgoingMessage } from '@halosync/contracts';
import { copyMessage, touchMessage } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import { newTraceparent, validTraceparent } from '@halosync/observability';
import type { Part } from './split-delivery';
import { splitDelivery } from './split-delivery';

/** A row of the inbox that waits. */
export interface WaitingDelivery {
  readonly delivery_id: string;
  readonly connection_id: string;
  readonly generation: number;
  readonly raw: Buffer;
  readonly is_whole: boolean;
  readonly headers: Readonly<Record<string, string>>;
  /** Of a replay: when the delivery came that it says again. */
  readonly received_at: Date;
  readonly is_replay: boolean;
}

/** What the delivery log keeps of a part. */
export interface PartSummary {
  readonly event: string;
  readonly entity: EntityName | null;
  readonly haloId: number | null;
  readonly notificationId: number | null;
  /** null: it went nowhere. */
  readonly topic: string | null;
  readonly why?: string;
  /** Where Kafka put it. */
  readonly partition?: number;
  readonly offset?: string;
}

/** A delivery, split: what is to be sent, and what the log keeps of it. */
export interface RoutedDelivery {
  readonly deliveryId: string;
  readonly connectionId: string;
  readonly receivedAt: Date;
  readonly isReplay: boolean;
  readonly status: 'routed' | 'quarantined';
  readonly reason: string | null;
  readonly parts: readonly PartSummary[];
  readonly messages: readonly OutgoingMessage[];
}

export function routeDelivery(row: WaitingDelivery, topicPrefix: string): RoutedDelivery {
  const common = {
    deliveryId: row.delivery_id,
    connectionId: row.connection_id,
    receivedAt: row.received_at,
    isReplay: row.is_replay,
  };
  try {
    const traceparent = validTraceparent(row.headers['traceparent']) ?? newTraceparent();
    const sent = splitDelivery(row.raw).map((part, index) => ({
      part,
      message: messageFor(row, part, index, topicPrefix, traceparent),
    }));
    return {
      ...common,
      status: 'routed',
      reason: reasonOf(sent.map(({ part }) => part)),
      parts: sent.map(({ part, message }) => summary(part, message)),
      messages: sent.flatMap(({ message }) => (message === null ? [] : [message])),
    };
  } catch (error) {
    // It passed the door, so this is a limit that changed or a bug of ours; it must not stop what waits behind it.
    const reason =
      error instanceof AppError && typeof error.details['reason'] === 'string'
        ? error.details['reason']
        : 'cannot_be_split';
    return { ...common, status: 'quarantined', reason, parts: [], messages: [] };
  }
}

function messageFor(
  row: WaitingDelivery,
  part: Part,
  index: number,
  prefix: string,
  traceparent: string,
): OutgoingMessage | null {
  if (part.kind === 'nothing') return null;
  if (part.kind === 'touch') {
    const touch = {
      connection_id: row.connection_id,
      halo_id: part.haloId,
      generation: row.generation,
      reason: 'hint',
      run_id: null,
      delivery_id: row.delivery_id,
    } as const;
    return touchMessage(prefix, part.entity, touch, row.received_at, traceparent);
  }
  const facts = {
    connectionId: row.connection_id,
    haloId: part.haloId,
    generation: row.generation,
    deliveryId: row.delivery_id,
    part: index,
    kind: 'webhook',
    learnedBy: 'webhook',
    isWhole: row.is_whole,
    knownAt: row.received_at,
    validFrom: null,
    runId: null,
    callId: null,
    traceparent,
  } as const;
  return copyMessage(prefix, part.entity, facts, part.record);
}

function summary(part: Part, message: OutgoingMessage | null): PartSummary {
  return {
    event: part.event,
    entity: part.entity,
    haloId: part.kind === 'nothing' ? null : part.haloId,
    notificationId: part.notificationId,
    topic: message?.topic ?? null,
    ...(part.kind === 'nothing' ? { why: part.why } : {}),
  };
}

function reasonOf(parts: readonly Part[]): string | null {
  const reasons = new Set(parts.flatMap((part) => (part.kind === 'nothing' ? [part.why] : [])));
  return reasons.size === 0 ? null : [...reasons].join(', ');
}
