import type { EntityName, entityProto } from '@halosync/contracts';
import type { DataSource } from 'typeorm';
import type { DeadLetterRow } from './dead-letter-row';
import type { HeldColumns } from './held-row';
import { heldColumns, heldRow } from './held-row';

const PAGE = 100;

/** A letter, and how its record's row stands now: null where the record is not known or no row is held. */
type LetterWithRow = DeadLetterRow & { readonly held: HeldColumns | null };

/** Dead letters of a connection, newest first, each beside its record as it is held now. */
export class DeadLetterList {
  readonly #from: string;

  constructor(
    private readonly dataSource: DataSource,
    entity: EntityName,
  ) {
    this.#from = `
      SELECT l.*, CASE WHEN r.halo_id IS NOT NULL THEN ${heldColumns('r')} END AS held
      FROM dead_letter l LEFT JOIN "${entity}" r ON r.connection_id = l.connection_id AND r.halo_id = l.halo_id`;
  }

  async page(
    connectionId: string,
    page: entityProto.ListDeadLettersRequest,
  ): Promise<entityProto.ListDeadLettersResponse> {
    const limit = Math.min(page.limit > 0 ? page.limit : PAGE, PAGE);
    const rows = await this.dataSource.query<LetterWithRow[]>(
      `${this.#from}
       WHERE l.connection_id = $1 AND ($2 = '' OR l.id::text < $2) AND ($3 OR l.replayed_at IS NULL) AND ($4 = '' OR l.failure = $4) AND ($5 = 0 OR l.halo_id = $5)
       ORDER BY l.id DESC LIMIT $6`,
      [connectionId, page.cursor, page.includeReplayed, page.failure, page.haloId, limit + 1],
    );
    const items = rows.slice(0, limit);
    return { items: items.map(asMessage), nextCursor: rows.length > limit ? (items.at(-1)?.id ?? '') : '' };
  }
}

function asMessage(row: LetterWithRow): entityProto.DeadLetter {
  return {
    id: row.id,
    connectionId: row.connection_id ?? '',
    haloId: Number(row.halo_id ?? 0),
    failure: row.failure,
    code: row.code,
    reason: row.reason,
    topic: row.topic,
    partition: row.partition,
    offset: row.kafka_offset,
    headers: row.headers,
    value: new Uint8Array(row.value ?? []),
    createdAt: row.created_at.toISOString(),
    replayedAt: row.replayed_at?.toISOString() ?? '',
    held: heldRow(row.held),
  };
}
