import { AppError } from '@halosync/errors';
import type { DataSource, EntityManager } from 'typeorm';

/** A lease that is held; its epoch fences the writes made under it. */
export interface HeldLease {
  readonly name: string;
  readonly holder: string;
  readonly epoch: number;
}

export const LEASE_MS = 30_000;
export const LEASE_RENEW_MS = 10_000;
/** No program takes a lease for longer. One that seems to last longer was taken before the database's clock stepped back. */
export const LONGEST_LEASE_MS = 300_000;

/** The table that a program with leases creates in its schema. */
export const leaseTable = (schema: string): string =>
  `CREATE TABLE ${schema}.lease (name text PRIMARY KEY, holder text NOT NULL, epoch bigint NOT NULL, expires_at timestamptz NOT NULL)`;

/**
 * Leases in Postgres, by its clock alone. Session advisory locks are not used: a pooler hands the session to somebody
 * else, and a paused process keeps a lock that it no longer watches. Where the database's clock steps forward a lease is
 * lost early, which costs its holder a page; the epoch keeps two holders from writing.
 */
export class Leases {
  constructor(
    private readonly dataSource: DataSource,
    private readonly schema: string,
    private readonly holder: string,
    private readonly leaseMs: number = LEASE_MS,
  ) {}

  /** Takes a lease that is free, has run out, or would last impossibly long; null where somebody holds it. */
  async take(name: string): Promise<HeldLease | null> {
    const [row] = await this.dataSource.query<{ epoch: string }[]>(
      `INSERT INTO ${this.schema}.lease AS l (name, holder, epoch, expires_at)
       VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
       ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, epoch = l.epoch + 1, expires_at = excluded.expires_at
       WHERE l.expires_at < clock_timestamp() OR l.expires_at > clock_timestamp() + $4 * interval '1 millisecond'
       RETURNING epoch`,
      [name, this.holder, this.leaseMs, LONGEST_LEASE_MS],
    );
    return row === undefined ? null : { name, holder: this.holder, epoch: Number(row.epoch) };
  }

  /** False where the lease was lost: stop at once. */
  async renew(lease: HeldLease): Promise<boolean> {
    const [, renewed] = await this.dataSource.query<[unknown, number]>(
      `UPDATE ${this.schema}.lease SET expires_at = clock_timestamp() + $3 * interval '1 millisecond'
       WHERE name = $1 AND epoch = $2 AND expires_at > clock_timestamp()`,
      [lease.name, lease.epoch, this.leaseMs],
    );
    return renewed === 1;
  }

  async release(lease: HeldLease): Promise<void> {
    await this.dataSource.query(
      `UPDATE ${this.schema}.lease SET expires_at = '-infinity' WHERE name = $1 AND epoch = $2`,
      [lease.name, lease.epoch],
    );
  }

  /**
   * Inside a transaction, before its writes: nobody can take the lease over until it ends.
   * @throws AppError `lease_lost`.
   */
  async assertHeld(manager: EntityManager, lease: HeldLease): Promise<void> {
    const rows = await manager.query<unknown[]>(
      `SELECT 1 FROM ${this.schema}.lease WHERE name = $1 AND epoch = $2 AND expires_at > clock_timestamp() FOR SHARE`,
      [lease.name, lease.epoch],
    );
    if (rows.length === 0) throw new AppError('lease_lost', `Another process took over ${lease.name}.`);
  }
}
