import type { EntityName } from '@halosync/contracts';
import type { HaloCallKind } from '@halosync/halo-client';
import type { Lane } from '@halosync/rate-budget';
import type { DataSource } from 'typeorm';

/** What is known of a call before it is sent. */
export interface CallStart {
  readonly callId: string;
  /** Null while the values of a new connection are tried. */
  readonly connectionId: string | null;
  readonly instance: string;
  readonly kind: HaloCallKind;
  readonly lane: Lane;
  readonly reason: string;
  readonly entity: EntityName | null;
  readonly haloId: number | null;
  readonly runId: string | null;
  /** Halo's delivery, and the person or API key, that caused it. */
  readonly deliveryId: string | null;
  readonly askedBy: string | null;
}

export interface CallEnd {
  /** Null where no answer came. */
  readonly status: number | null;
  readonly ms: number;
  /** `ok`, or the code of what went wrong. */
  readonly outcome: string;
}

export interface LedgerRow {
  readonly id: string;
  readonly kind: HaloCallKind;
  readonly lane: string;
  readonly reason: string;
  readonly entity: EntityName | null;
  readonly haloId: string | null;
  readonly runId: string | null;
  readonly deliveryId: string | null;
  readonly askedBy: string | null;
  readonly startedAt: Date;
  readonly status: number | null;
  readonly ms: number | null;
  readonly rows: number | null;
  readonly outcome: string | null;
}

/** What a look at the ledger asks for; null lets everything through. */
export interface CallFilter {
  readonly lane: string | null;
  readonly entity: EntityName | null;
  /** `none`: no answer came. */
  readonly status: number | 'none' | null;
  readonly from: Date | null;
  readonly to: Date | null;
}

// 5 s to send, 30 s to answer; the rest is for a ledger that waits for Postgres.
const LOST_AFTER_SECONDS = 60;

/**
 * A row for every call to Halo, written before it is sent. Its two statements also tell the database's time before and
 * after: copies are placed in time by that clock alone.
 */
export class CallLedger {
  constructor(private readonly dataSource: DataSource) {}

  /** Returns a moment before the call, rounded down. */
  async begin(start: CallStart): Promise<Date> {
    const [row] = await this.dataSource.query<{ before: Date }[]>(
      `WITH counted AS (UPDATE run SET calls = calls + 1 WHERE id = $8)
       INSERT INTO call_ledger (id, connection_id, instance, lane, reason, entity, halo_id, run_id, kind, delivery_id, asked_by, started_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp())
       RETURNING date_trunc('milliseconds', started_at) AS before`,
      [
        start.callId,
        start.connectionId,
        start.instance,
        start.lane,
        start.reason,
        start.entity,
        start.haloId,
        start.runId,
        start.kind,
        start.deliveryId,
        start.askedBy,
      ],
    );
    if (row === undefined) throw new Error('an INSERT … RETURNING without a row');
    return row.before;
  }

  /** The call was called off before it was sent. */
  async forget(callId: string): Promise<void> {
    await this.dataSource.query(
      `WITH forgotten AS (DELETE FROM call_ledger WHERE id = $1 RETURNING run_id)
       UPDATE run SET calls = calls - 1 FROM forgotten WHERE run.id = forgotten.run_id`,
      [callId],
    );
  }

  /** Returns a moment after the call, rounded up. */
  async end(callId: string, { status, ms, outcome }: CallEnd): Promise<Date> {
    const [rows] = await this.dataSource.query<[{ after: Date }[], number]>(
      `UPDATE call_ledger SET status = $2, ms = $3, outcome = $4 WHERE id = $1
       RETURNING date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond' AS after`,
      [callId, status, Math.round(ms), outcome],
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`the ledger lost the call ${callId}`);
    return row.after;
  }

  /**
   * Calls whose caller died with them: whether Halo has seen them nobody knows, so they count as made. Should the end of
   * one come all the same, it stands above this.
   */
  async closeLost(): Promise<void> {
    await this.dataSource.query(
      `UPDATE call_ledger SET outcome = 'unknown' WHERE outcome IS NULL AND started_at < clock_timestamp() - $1 * interval '1 second'`,
      [LOST_AFTER_SECONDS],
    );
  }

  /** What reading the answer showed. */
  async note(callId: string, { rows, outcome }: { readonly rows?: number; readonly outcome?: string }): Promise<void> {
    await this.dataSource.query(
      'UPDATE call_ledger SET rows = coalesce($2, rows), outcome = coalesce($3, outcome) WHERE id = $1',
      [callId, rows ?? null, outcome ?? null],
    );
  }

  /** The calls made while a connection was tried become its own. */
  async adopt(connectionId: string, callIds: readonly string[]): Promise<void> {
    await this.dataSource.query('UPDATE call_ledger SET connection_id = $1 WHERE id = ANY($2::uuid[])', [
      connectionId,
      callIds,
    ]);
  }

  /** Newest first; call ids are in the order of time. */
  async list(
    connectionId: string,
    { lane, entity, status, from, to }: CallFilter,
    before: string | null,
    limit: number,
  ): Promise<LedgerRow[]> {
    return this.dataSource.query<LedgerRow[]>(
      `SELECT id, kind, lane, reason, entity, halo_id AS "haloId", run_id AS "runId", delivery_id AS "deliveryId", asked_by AS "askedBy",
         started_at AS "startedAt", status, ms, rows, outcome
       FROM call_ledger
       WHERE connection_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($4::text IS NULL OR lane = $4) AND ($5::text IS NULL OR entity = $5)
         AND ($6::int IS NULL OR status = $6) AND (NOT $7 OR status IS NULL)
         AND ($8::timestamptz IS NULL OR started_at >= $8) AND ($9::timestamptz IS NULL OR started_at < $9)
       ORDER BY id DESC LIMIT $3`,
      [connectionId, before, limit, lane, entity, status === 'none' ? null : status, status === 'none', from, to],
    );
  }
}
