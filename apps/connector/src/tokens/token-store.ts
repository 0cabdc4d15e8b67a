import type { Secret } from '@halosync/config';
import type { DataSource, EntityManager } from 'typeorm';
import type { SecretStore } from '../secrets/secret-store';

/** A token as all replicas know it. Spans are from now on, by the database's clock. */
export interface StoredToken {
  readonly accessToken: Secret;
  /** Rises with every new token of the connection. */
  readonly epoch: number;
  /** Until 80 % of its life are over; then a new one is asked for while this one still works. */
  readonly freshForMs: number;
  readonly validForMs: number;
}

// M12. The rest of the life leaves time for a sign-in service that is away for a while.
const RENEW_AT = 0.8;

/** Access tokens, encrypted, and how often asking for one has failed lately. */
export class TokenStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly secrets: SecretStore,
  ) {}

  async read(connectionId: string): Promise<StoredToken | null> {
    const [row] = await this.dataSource.query<{ epoch: number; fresh_for: number; valid_for: number }[]>(
      `SELECT epoch, extract(epoch FROM issued_at + $2 * (expires_at - issued_at) - clock_timestamp())::float8 * 1000 AS fresh_for,
         extract(epoch FROM expires_at - clock_timestamp())::float8 * 1000 AS valid_for
       FROM token WHERE connection_id = $1 AND expires_at IS NOT NULL`,
      [connectionId, RENEW_AT],
    );
    if (row === undefined) return null;
    const accessToken = await this.secrets.get(connectionId, 'access_token');
    // Between the two statements somebody may have replaced it: then this is the newer one under the older epoch, which a 401 would put right.
    return accessToken === null
      ? null
      : { accessToken, epoch: row.epoch, freshForMs: row.fresh_for, validForMs: row.valid_for };
  }

  async write(manager: EntityManager, connectionId: string, accessToken: Secret, lifeSeconds: number): Promise<void> {
    await this.secrets.put(manager, connectionId, 'access_token', accessToken);
    await manager.query(
      `INSERT INTO token AS t (connection_id, epoch, issued_at, expires_at)
       VALUES ($1, 1, clock_timestamp(), clock_timestamp() + $2 * interval '1 second')
       ON CONFLICT (connection_id) DO UPDATE
       SET epoch = t.epoch + 1, issued_at = excluded.issued_at, expires_at = excluded.expires_at, failures = '{}'`,
      [connectionId, lifeSeconds],
    );
  }

  /** Failed attempts of the last `windowMs`, over all replicas. */
  async failures(connectionId: string, windowMs: number): Promise<number> {
    const [row] = await this.dataSource.query<{ count: string }[]>(
      `SELECT count(*) FROM token, unnest(failures) AS at
       WHERE connection_id = $1 AND at > clock_timestamp() - $2 * interval '1 millisecond'`,
      [connectionId, windowMs],
    );
    return Number(row?.count ?? 0);
  }

  async noteFailure(connectionId: string, windowMs: number): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO token AS t (connection_id, failures) VALUES ($1, ARRAY[clock_timestamp()])
       ON CONFLICT (connection_id) DO UPDATE SET failures = excluded.failures ||
         ARRAY(SELECT at FROM unnest(t.failures) AS at WHERE at > clock_timestamp() - $2 * interval '1 millisecond')`,
      [connectionId, windowMs],
    );
  }
}
