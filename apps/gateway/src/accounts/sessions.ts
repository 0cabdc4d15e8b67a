import type { DataSource } from 'typeorm';
import type { RoleName } from '@halosync/contracts';
import type { Identity } from './identity';
import { newSecretToken, secretTokenDigest } from './secret-token';

export const SESSION_SECONDS = 12 * 60 * 60;
const IDLE_SECONDS = 30 * 60;
// How fresh `seen_at` is kept; each request writing a row would be one write too many.
const SEEN_SECONDS = 60;

interface SessionRow {
  readonly email: string;
  readonly role: RoleName;
  readonly expires_at: Date;
  readonly is_worn: boolean;
}

/** Sessions in Postgres: they end on the server, at once and on every replica. */
export class Sessions {
  constructor(private readonly dataSource: DataSource) {}

  /** A new session has a new id, whatever cookie the browser had before. */
  async open(accountId: string): Promise<string> {
    const token = newSecretToken();
    await this.dataSource.query(`INSERT INTO gateway.session (digest, account_id) VALUES ($1, $2)`, [
      secretTokenDigest(token),
      accountId,
    ]);
    await this.dataSource.query(
      `DELETE FROM gateway.session WHERE created_at < clock_timestamp() - make_interval(secs => $1)`,
      [SESSION_SECONDS],
    );
    return token;
  }

  async identify(token: string): Promise<Identity | null> {
    const digest = secretTokenDigest(token);
    const [row] = await this.dataSource.query<SessionRow[]>(
      `SELECT a.email, a.role, s.created_at + make_interval(secs => $2) AS expires_at,
              s.seen_at < clock_timestamp() - make_interval(secs => $4) AS is_worn
       FROM gateway.session s JOIN gateway.account a ON a.id = s.account_id
       WHERE s.digest = $1 AND s.created_at > clock_timestamp() - make_interval(secs => $2)
         AND s.seen_at > clock_timestamp() - make_interval(secs => $3)`,
      [digest, SESSION_SECONDS, IDLE_SECONDS, SEEN_SECONDS],
    );
    if (row === undefined) return null;
    if (row.is_worn)
      await this.dataSource.query(`UPDATE gateway.session SET seen_at = clock_timestamp() WHERE digest = $1`, [digest]);
    return { via: 'session', name: row.email, email: row.email, role: row.role, expiresAt: row.expires_at };
  }

  async close(token: string): Promise<void> {
    await this.dataSource.query(`DELETE FROM gateway.session WHERE digest = $1`, [secretTokenDigest(token)]);
  }
}
