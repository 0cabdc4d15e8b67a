import type { entityProto } from '@halosync/contracts';
import type { DataSource } from 'typeorm';
import type { AnyEntityDefinition } from './entity-definition';

const ID_CHUNK = 10_000;

/** What a service answers about the copies it holds. */
export class RecordQueries {
  readonly #table: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly definition: AnyEntityDefinition,
  ) {
    this.#table = `"${definition.name}"`;
  }

  async count(connectionId: string): Promise<entityProto.CountResponse> {
    const [row] = await this.dataSource.query<Record<keyof entityProto.CountResponse, string | Date | null>[]>(
      `SELECT count(*) FILTER (WHERE deleted_at IS NULL) AS live, count(*) FILTER (WHERE deleted_at IS NOT NULL) AS tombstones,
         (SELECT count(*) FROM dead_letter WHERE connection_id = $1 AND replayed_at IS NULL) AS "deadLetters",
         (SELECT count(*) FROM "${this.definition.name}_version" WHERE (position IS NULL OR position > (SELECT published FROM outbox_position)) AND connection_id = $1) AS unpublished,
         (SELECT recorded_at FROM "${this.definition.name}_version" WHERE connection_id = $1 ORDER BY id DESC LIMIT 1) AS "lastChangeAt"
       FROM ${this.#table} WHERE connection_id = $1`,
      [connectionId],
    );
    return {
      live: Number(row?.live ?? 0),
      tombstones: Number(row?.tombstones ?? 0),
      deadLetters: Number(row?.deadLetters ?? 0),
      unpublished: Number(row?.unpublished ?? 0),
      lastChangeAt: row?.lastChangeAt instanceof Date ? row.lastChangeAt.toISOString() : '',
    };
  }

  /** Ids held live, ascending, in chunks; one empty chunk where there are none. */
  async *liveIds(connectionId: string): AsyncGenerator<entityProto.ListIdsResponse> {
    for (let after = 0; ;) {
      const rows = await this.dataSource.query<{ halo_id: string }[]>(
        `SELECT halo_id FROM ${this.#table} WHERE connection_id = $1 AND halo_id > $2 AND deleted_at IS NULL ORDER BY halo_id LIMIT $3`,
        [connectionId, after, ID_CHUNK],
      );
      yield { haloIds: rows.map(({ halo_id }) => Number(halo_id)) };
      after = Number(rows.at(-1)?.halo_id ?? 0);
      if (rows.length < ID_CHUNK) return;
    }
  }

  /** The records that the copies of these calls changed; calls that changed nothing are left out. */
  async applied(callIds: readonly string[]): Promise<entityProto.AppliedResponse> {
    const rows = await this.dataSource.query<{ call_id: string; halo_ids: string[] }[]>(
      `SELECT call_id, array_agg(halo_id ORDER BY halo_id) AS halo_ids FROM "${this.definition.name}_version"
       WHERE call_id = ANY($1::uuid[]) GROUP BY call_id`,
      [callIds],
    );
    return { calls: rows.map(({ call_id, halo_ids }) => ({ callId: call_id, haloIds: halo_ids.map(Number) })) };
  }

  async tally(runId: string): Promise<entityProto.TallyResponse> {
    const rows = await this.dataSource.query<Record<string, string>[]>('SELECT * FROM tally WHERE run_id = $1', [
      runId,
    ]);
    return {
      calls: rows.map((row) => ({
        callId: row['call_id'] ?? '',
        apply: Number(row['apply']),
        noop: Number(row['noop']),
        tombstone: Number(row['tombstone']),
        stale: Number(row['stale']),
        recheck: Number(row['recheck']),
        dead: Number(row['dead']),
        dropped: Number(row['dropped']),
      })),
    };
  }
}
