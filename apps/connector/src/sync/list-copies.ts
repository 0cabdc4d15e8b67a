import type { EntityName, LearnedBy, OutgoingMessage } from '@halosync/contracts';
import { copyMessage } from '@halosync/contracts';
import type { JsonObject } from '@halosync/halo-json';
import { haloBoolean, haloId } from '@halosync/halo-json';

// M13: a larger record is read by id instead, alone in its answer.
const MAX_ROW_BYTES = 1024 * 1024;

/** A list page, and the call that brought it. */
export interface AnsweredPage {
  readonly entity: EntityName;
  readonly connectionId: string;
  readonly generation: number;
  readonly learnedBy: LearnedBy;
  readonly runId: string;
  readonly callId: string;
  readonly validFrom: Date;
  readonly knownAt: Date;
  readonly rows: readonly JsonObject[];
}

export interface ListCopies {
  readonly messages: readonly OutgoingMessage[];
  /** Of all usable rows, in the order of the page. */
  readonly ids: readonly number[];
  /** Rows that are no copy: marked as deleted, or too large. */
  readonly toRead: readonly number[];
  readonly unusable: number;
}

/** A page's rows as copies for the line. A row that says `deleted` proves nothing yet (M11): its record is read by id. */
export function listCopies(topicPrefix: string, page: AnsweredPage): ListCopies {
  const messages: OutgoingMessage[] = [];
  const ids: number[] = [];
  const toRead: number[] = [];
  let unusable = 0;
  for (const [part, row] of page.rows.entries()) {
    const id = haloId.safeParse(row['id']);
    if (!id.success) {
      unusable += 1;
      continue;
    }
    ids.push(id.data);
    const value = Buffer.from(JSON.stringify(row));
    const deleted = haloBoolean.safeParse(row['deleted']);
    if (value.length > MAX_ROW_BYTES || (deleted.success && deleted.data)) {
      toRead.push(id.data);
      continue;
    }
    const { connectionId, generation, learnedBy, runId, callId, validFrom, knownAt } = page;
    const facts = { connectionId, generation, learnedBy, runId, callId, validFrom, knownAt, haloId: id.data, part };
    messages.push(
      copyMessage(topicPrefix, page.entity, { ...facts, deliveryId: callId, kind: 'list', isWhole: false }, value),
    );
  }
  return { messages, ids, toRead, unusable };
}
