import type { entityProto } from '@halosync/contracts';
import { recordContracts } from '@halosync/contracts';
import type { DataSource } from 'typeorm';
import type { AnyEntityDefinition } from './entity-definition';

const PAGE = 200;
const CHUNK = 5_000;

// A change in Halo: an update moves the record's modified time. What comes later with the same time completes one that
// is known already (a small webhook, then the row of a list), and `enriched` and `repaired` are no changes in Halo.
const isChange = (modifiedField: string): string =>
  `(v.operation IN ('created', 'deleted', 'restored') OR (v.operation = 'updated' AND '${modifiedField}' = ANY(v.changed)))`;

// In Halo's words: restoring raises an update.
const EVENT = `CASE v.operation WHEN 'restored' THEN 'updated' ELSE v.operation END`;

const WHY = `CASE
  WHEN v.operation = 'repaired' THEN CASE WHEN v.before = '{}' THEN 'missing_here' ELSE 'altered_here' END
  WHEN v.operation = 'updated' THEN 'changed_in_halo'
  ELSE v.operation || '_in_halo' END`;

/**
 * What the history says about how changes were learned. Nothing is counted on the side: the versions are the facts, and
 * every figure here can be looked up in them.
 */
export class FoundChanges {
  readonly #version: string;
  readonly #modifiedField: string;

  constructor(
    private readonly dataSource: DataSource,
    { name }: AnyEntityDefinition,
  ) {
    this.#version = `"${name}_version"`;
    this.#modifiedField = recordContracts[name].modifiedField;
  }

  /** What a run found and put right; `enriched` is neither. */
  async repairs(runId: string, after: number, limit: number): Promise<entityProto.ListRepairsResponse> {
    const ofRun = `v.run_id = $1 AND v.learned_by IN ('delta', 'reconcile') AND v.operation <> 'enriched'`;
    const size = Math.min(limit, PAGE);
    const [counts, rows] = await Promise.all([
      this.dataSource.query<{ why: string; count: string }[]>(
        `SELECT ${WHY} AS why, count(*) FROM ${this.#version} AS v WHERE ${ofRun} GROUP BY 1`,
        [runId],
      ),
      this.dataSource.query<RepairRow[]>(
        `SELECT v.id, v.halo_id, ${WHY} AS why, v.revision, v.recorded_at,
           CASE WHEN v.operation IN ('updated', 'repaired') THEN v.changed ELSE '{}' END AS fields
         FROM ${this.#version} AS v WHERE ${ofRun} AND v.id > $2 ORDER BY v.id LIMIT $3`,
        [runId, after, size + 1],
      ),
    ]);
    const of = (why: string): number => Number(counts.find((row) => row.why === why)?.count ?? 0);
    return {
      items: rows.slice(0, size).map((row) => ({
        id: Number(row.id),
        haloId: Number(row.halo_id),
        why: row.why,
        fields: row.fields,
        revision: row.revision,
        repairedAt: row.recorded_at.toISOString(),
      })),
      counts: {
        missingHere: of('missing_here'),
        alteredHere: of('altered_here'),
        createdInHalo: of('created_in_halo'),
        changedInHalo: of('changed_in_halo'),
        deletedInHalo: of('deleted_in_halo'),
        restoredInHalo: of('restored_in_halo'),
      },
      hasMore: rows.length > size,
    };
  }

  /** Changes that webhooks told: their own copies, and the reads that they asked for. */
  async told(connectionId: string, since: Date): Promise<entityProto.CountToldResponse> {
    const rows = await this.dataSource.query<{ event: string; count: string }[]>(
      `SELECT ${EVENT} AS event, count(*) FROM ${this.#version} AS v
       WHERE v.connection_id = $1 AND v.recorded_at >= $2 AND v.learned_by IN ('webhook', 'refetch') AND ${isChange(this.#modifiedField)}
       GROUP BY 1`,
      [connectionId, since],
    );
    const of = (event: string): number => Number(rows.find((row) => row.event === event)?.count ?? 0);
    return { created: of('created'), updated: of('updated'), deleted: of('deleted') };
  }

  /**
   * Changes that a delta or a reconcile found first. A webhook may have come all the same (late, or while its read waited
   * for its turn), so each names the span in which one would have been received: from the change on, by Halo's clock with
   * a minute for the difference of clocks, and after the version before it; until the record's next change.
   */
  async *found(connectionId: string, since: Date): AsyncGenerator<entityProto.ListFoundResponse> {
    for (let after = 0; ;) {
      const rows = await this.dataSource.query<FoundRow[]>(
        `SELECT v.id, v.halo_id, ${EVENT} AS event, v.recorded_at, made.at AS made_at, next.valid_from AS before,
           greatest(past.recorded_at, made.at - interval '1 minute') AS after
         FROM ${this.#version} AS v
         CROSS JOIN LATERAL (SELECT CASE WHEN v.operation <> 'deleted' AND v.document ->> '${this.#modifiedField}' IS NOT NULL
           THEN v.valid_from END AS at) AS made
         LEFT JOIN ${this.#version} AS past
           ON past.connection_id = v.connection_id AND past.halo_id = v.halo_id AND past.revision = v.revision - 1
         LEFT JOIN LATERAL (SELECT n.valid_from FROM ${this.#version} AS n
           WHERE n.connection_id = v.connection_id AND n.halo_id = v.halo_id AND n.revision > v.revision
             AND n.operation NOT IN ('enriched', 'repaired') ORDER BY n.revision LIMIT 1) AS next ON true
         WHERE v.connection_id = $1 AND v.recorded_at >= $2 AND v.learned_by IN ('delta', 'reconcile')
           AND ${isChange(this.#modifiedField)} AND v.id > $3
         ORDER BY v.id LIMIT ${CHUNK}`,
        [connectionId, since, after],
      );
      yield {
        items: rows.map((row) => ({
          haloId: Number(row.halo_id),
          event: row.event,
          from: row.after?.toISOString() ?? '',
          to: row.before?.toISOString() ?? '',
          foundAt: row.recorded_at.toISOString(),
          changedAt: row.made_at?.toISOString() ?? '',
        })),
      };
      after = Number(rows.at(-1)?.id ?? 0);
      if (rows.length < CHUNK) return;
    }
  }
}

interface RepairRow {
  readonly id: string;
  readonly halo_id: string;
  readonly why: string;
  readonly fields: string[];
  readonly revision: number;
  readonly recorded_at: Date;
}

interface FoundRow {
  readonly id: string;
  readonly halo_id: string;
  readonly event: string;
  readonly recorded_at: Date;
  readonly made_at: Date | null;
  readonly after: Date | null;
  readonly before: Date | null;
}
