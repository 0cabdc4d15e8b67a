import type { EntityName, explainedRecordSchema, historyQuery, recordQuery } from '@halosync/contracts';
import { topicName } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { JsonObject } from '@halosync/halo-json';
import type { z } from 'zod';
import { deadLetterView } from '../dead-letters/dead-letter-view';
import type { ConnectorClient } from '../peers/connector.client';
import type { ServiceClients } from '../peers/service.client';
import { changeView } from './change-view';
import { compareWithHalo } from './compare-with-halo';
import type { RecordMessage, RecordView } from './record-view';
import { rawOf, recordView } from './record-view';
import { statusFilter } from './status-filter';

/** One record of a connection. */
export interface RecordKey {
  readonly connectionId: string;
  readonly entity: EntityName;
  readonly haloId: number;
}

type Change = ReturnType<typeof changeView>;
type Explained = z.output<typeof explainedRecordSchema>;

const REVISIONS = 50;
const LETTERS = 20;

/** The data, as its services have it, and how it came to be so. */
export class Records {
  constructor(
    private readonly services: ServiceClients,
    private readonly connector: ConnectorClient,
    private readonly topicPrefix: string,
  ) {}

  async list(
    connectionId: string,
    entity: EntityName,
    query: z.output<typeof recordQuery>,
  ): Promise<{ items: RecordView[]; nextCursor: string | null }> {
    const { items, nextPageToken } = await this.services.of(entity).list({
      connectionId,
      filters: query.status === undefined ? [] : [statusFilter(entity, query.status)],
      changedSince: query.changedSince ?? '',
      includeDeleted: query.includeDeleted,
      q: query.q ?? '',
      pageSize: query.limit,
      pageToken: query.cursor ?? '',
    });
    return { items: items.map(recordView), nextCursor: nextPageToken === '' ? null : nextPageToken };
  }

  /** @throws AppError `not_found`. */
  async read({
    entity,
    ...key
  }: RecordKey): Promise<RecordView & { raw: Record<string, unknown>; provenance: Change | null }> {
    const service = this.services.of(entity);
    const [message, history] = await Promise.all([
      service.get({ ...key, includeDeleted: true }),
      service.history({ ...key, newestFirst: true, pageSize: 1, readMask: { paths: ['revision'] } }),
    ]);
    const [last] = history.items;
    return { ...recordView(message), raw: rawOf(message), provenance: last === undefined ? null : changeView(last) };
  }

  /** @throws AppError `not_found` where the record was never held. */
  async history(
    { entity, ...key }: RecordKey,
    query: z.output<typeof historyQuery>,
  ): Promise<{ items: (Change & { record: RecordView })[]; nextCursor: string | null }> {
    const { items, nextPageToken } = await this.services.of(entity).history({
      ...key,
      asOf: query.asOf ?? '',
      newestFirst: true,
      pageSize: query.limit,
      pageToken: query.cursor ?? '',
    });
    return {
      items: items.map((change) => ({ ...changeView(change), record: recordView(asRecord(change.record)) })),
      nextCursor: nextPageToken === '' ? null : nextPageToken,
    };
  }

  /** All that is known of a record, also where no row is held of it but a dead letter. `comparedFor`: who wants to hear Halo too. */
  async explain(key: RecordKey, comparedFor: string | null): Promise<Explained> {
    const { connectionId, entity, haloId } = key;
    const service = this.services.of(entity);
    const record = { connectionId, haloId };
    const [held, history, letters, answer] = await Promise.all([
      orNull(service.get({ ...record, includeDeleted: true })),
      orNull(service.history({ ...record, newestFirst: true, pageSize: REVISIONS, readMask: { paths: ['revision'] } })),
      service.listDeadLetters({ ...record, cursor: '', limit: LETTERS, includeReplayed: true, failure: '' }),
      comparedFor === null ? null : this.connector.readRecord({ connectionId, entity, haloId, askedBy: comparedFor }),
    ]);
    const isHeld = held !== null && (held['deletedAt'] ?? null) === null;
    if (held === null && history === null && letters.items.length === 0 && answer === null)
      throw new AppError('not_found', 'Nothing was ever heard of this record.');
    return {
      ...key,
      record: held === null ? null : recordView(held),
      revisions: (history?.items ?? []).map(changeView),
      topic: topicName(this.topicPrefix, entity, 'received'),
      deadLetters: letters.items.map((letter) => deadLetterView(entity, letter)),
      halo: answer === null ? null : compareWithHalo(isHeld ? (rawOf(held) as JsonObject) : null, answer), // JSON
    };
  }
}

async function orNull<Value>(asked: Promise<Value>): Promise<Value | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}

/** Each entity's message has fields of its own; here they are only passed on. */
function asRecord(record: unknown): RecordMessage {
  return (record ?? {}) as RecordMessage;
}
