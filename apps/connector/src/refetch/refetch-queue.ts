import type { EntityName } from '@halosync/contracts';
import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { RunMode } from '../sync/run';
import type { RefetchReason } from './enqueue';
import { PACE, READ_TWICE_WITHIN_MS, sweptEntities } from './storm';

/** An entry that this process works on. */
export interface Claim {
  /** Of this claim alone: whoever overslept it is told apart from the next one, even within one process. */
  readonly claimedBy: string;
  readonly connectionId: string;
  readonly entity: EntityName;
  readonly haloId: number;
  readonly reason: RefetchReason;
  readonly attempts: number;
  /** List pages were asked for it and did not tell. */
  readonly isSwept: boolean;
  readonly deliveryId: string | null;
  readonly askedBy: string | null;
}

/** What is known of it just before the read is sent: later touches rise `gen`, and the entry stays. */
export interface ReadTerms {
  readonly gen: number;
  /** Database time, exact to the microsecond and therefore as text. */
  readonly readAt: string;
  readonly runIds: readonly string[];
  /** The first of these runs, whose tally counts the copy. */
  readonly runId: string | null;
  readonly runMode: RunMode | null;
}

export interface Answered {
  readonly gen: number;
  readonly readAt: string;
  readonly runIds: readonly string[];
  readonly runId: string | null;
  readonly callId: string;
  readonly isInHalo: boolean;
}

// A claim outlives the wait for a slot (45 s) and is renewed before the read (30 s to answer, then the broker's ack).
const CLAIM_MS = 60_000;
const BY_KEY = 'connection_id = $1 AND entity = $2 AND halo_id = $3';

interface ClaimRow {
  readonly connection_id: string;
  readonly entity: EntityName;
  readonly halo_id: string;
  readonly reason: RefetchReason;
  readonly attempts: number;
  readonly is_swept: boolean;
  readonly delivery_id: string | null;
  readonly asked_by: string | null;
}

interface TermsRow {
  readonly gen: number;
  readonly read_at: string;
  readonly run_ids: string[];
  readonly run_id: string | null;
  readonly mode: RunMode | null;
}

/** The queue's table. A claim makes sure that at most one read of a record is under way. */
export class RefetchQueue {
  #claims = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly holder: string,
  ) {}

  /** The next entry whose connection may be called; null where none waits. */
  async claim(): Promise<Claim | null> {
    const claimedBy = `${this.holder}#${String(++this.#claims)}`;
    const [rows] = await this.dataSource.query<[ClaimRow[], number]>(
      `WITH paced AS MATERIALIZED (
         SELECT connection_id, entity FROM call_ledger
         WHERE started_at > statement_timestamp() - $3 * interval '1 millisecond' AND reason = 'hint' AND entity = ANY($5)
         GROUP BY connection_id, entity HAVING count(*) >= $4)
       UPDATE refetch AS r SET claimed_by = $1, claimed_until = clock_timestamp() + $2 * interval '1 millisecond'
       FROM (
         SELECT q.connection_id, q.entity, q.halo_id
         FROM refetch q JOIN connection c ON c.id = q.connection_id AND c.generation = q.generation AND c.status = 'active'
         WHERE NOT q.is_parked AND q.not_before <= clock_timestamp() AND (q.claimed_until IS NULL OR q.claimed_until < clock_timestamp()
           -- Impossibly long: made before the database's clock stepped back.
           OR q.claimed_until > clock_timestamp() + $2 * interval '1 millisecond')
           AND (q.reason <> 'hint' OR q.is_swept OR q.run_ids <> '{}'
             OR NOT EXISTS (SELECT 1 FROM paced p WHERE p.connection_id = q.connection_id AND p.entity = q.entity))
         ORDER BY q.priority, q.enqueued_at LIMIT 1 FOR UPDATE OF q SKIP LOCKED
       ) AS next
       WHERE r.connection_id = next.connection_id AND r.entity = next.entity AND r.halo_id = next.halo_id
       RETURNING r.connection_id, r.entity, r.halo_id, r.reason, r.attempts, r.is_swept, r.delivery_id, r.asked_by`,
      [claimedBy, CLAIM_MS, PACE.withinMs, PACE.reads, sweptEntities],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const { connection_id: connectionId, entity, halo_id, reason, attempts } = row;
    const cause = { isSwept: row.is_swept, deliveryId: row.delivery_id, askedBy: row.asked_by };
    return { claimedBy, connectionId, entity, haloId: Number(halo_id), reason, attempts, ...cause };
  }

  /** Just before the read is sent. Null where the claim was lost: somebody else reads the record. */
  async terms(claim: Claim): Promise<ReadTerms | null> {
    const [rows] = await this.dataSource.query<[TermsRow[], number]>(
      `UPDATE refetch AS r SET claimed_until = clock_timestamp() + $5 * interval '1 millisecond'
       WHERE ${BY_KEY} AND claimed_by = $4 AND claimed_until > clock_timestamp()
       RETURNING gen, run_ids, clock_timestamp()::text AS read_at,
         (SELECT u.id FROM run u WHERE u.id = ANY(r.run_ids) AND u.ended_at IS NULL ORDER BY u.id LIMIT 1) AS run_id,
         (SELECT u.mode FROM run u WHERE u.id = ANY(r.run_ids) AND u.ended_at IS NULL ORDER BY u.id LIMIT 1) AS mode`,
      [...keyOf(claim), claim.claimedBy, CLAIM_MS],
    );
    const [row] = rows;
    if (row === undefined) return null;
    return { gen: row.gen, readAt: row.read_at, runIds: row.run_ids, runId: row.run_id, runMode: row.mode };
  }

  /**
   * The copy is published: the entry goes. Where the record was touched again meanwhile it stays, and rests after a second read.
   * @throws AppError `lease_lost` where somebody else has claimed the entry since, or settled it: then this answer counts
   * for no run. That it was published does no harm.
   */
  async settle(claim: Claim, { gen, readAt, runIds, runId, callId, isInHalo }: Answered): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const mine = await manager.query<unknown[]>(
        `SELECT 1 FROM refetch WHERE ${BY_KEY} AND claimed_by = $4 FOR UPDATE`,
        [...keyOf(claim), claim.claimedBy],
      );
      if (mine.length === 0) throw new AppError('lease_lost', 'Another process has read this record meanwhile.');
      if (runId !== null) {
        await manager.query('INSERT INTO run_call (run_id, entity, call_id, published) VALUES ($1, $2, $3, 1)', [
          runId,
          claim.entity,
          callId,
        ]);
        await manager.query('UPDATE run_entity SET published = published + 1 WHERE run_id = $1 AND entity = $2', [
          runId,
          claim.entity,
        ]);
      }
      await manager.query(
        'UPDATE run_check SET is_in_halo = $4 WHERE run_id = ANY($1::uuid[]) AND entity = $2 AND halo_id = $3',
        [runIds, claim.entity, claim.haloId, isInHalo],
      );
      const [, deleted] = await manager.query<[unknown, number]>(
        `DELETE FROM refetch WHERE ${BY_KEY} AND claimed_by = $4 AND gen = $5`,
        [...keyOf(claim), claim.claimedBy, gen],
      );
      if (deleted === 0) {
        // A person who came meanwhile has set its turn to then; neither a person nor a run waits for it to rest.
        await manager.query(
          `UPDATE refetch SET claimed_by = NULL, claimed_until = NULL, attempts = 0, is_swept = false,
             not_before = CASE WHEN not_before > $5 THEN not_before
               WHEN EXISTS (SELECT FROM run u WHERE u.id = ANY(run_ids) AND u.ended_at IS NULL) THEN clock_timestamp() ELSE coalesce((
               SELECT min(started_at) + $6 * interval '1 millisecond' FROM call_ledger
               WHERE started_at > clock_timestamp() - $6 * interval '1 millisecond' AND connection_id = $1 AND entity = $2 AND halo_id = $3
               HAVING count(*) >= 2), clock_timestamp()) END
           WHERE ${BY_KEY} AND claimed_by = $4`,
          [...keyOf(claim), claim.claimedBy, readAt, READ_TWICE_WITHIN_MS],
        );
      }
    });
  }

  /** Not now: again after `waitMs`. */
  async putBack(claim: Claim, waitMs: number, error: string | null): Promise<void> {
    await this.dataSource.query(
      `UPDATE refetch SET claimed_by = NULL, claimed_until = NULL, not_before = clock_timestamp() + $5 * interval '1 millisecond',
         attempts = attempts + CASE WHEN $6::text IS NULL THEN 0 ELSE 1 END, last_error = coalesce($6, last_error)
       WHERE ${BY_KEY} AND claimed_by = $4`,
      [...keyOf(claim), claim.claimedBy, Math.round(waitMs), error],
    );
  }

  /** What a killed process of this name had claimed is free again. */
  async freeClaimsOf(name: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE refetch SET claimed_by = NULL, claimed_until = NULL WHERE starts_with(claimed_by, $1)`,
      [`${name}:`],
    );
  }

  async waiting(connectionId: string): Promise<number> {
    const [row] = await this.dataSource.query<{ count: string }[]>(
      'SELECT count(*) FROM refetch WHERE connection_id = $1',
      [connectionId],
    );
    return Number(row?.count ?? 0);
  }
}

const keyOf = ({ connectionId, entity, haloId }: Claim): [string, EntityName, number] => [connectionId, entity, haloId];
