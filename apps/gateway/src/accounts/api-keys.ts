import type { RoleName } from '@halosync/contracts';
import type { DataSource } from 'typeorm';
import type { Identity } from './identity';
import { newSecretToken, secretTokenDigest } from './secret-token';

export const API_KEY_PREFIX = 'hsk_';
const SEEN_SECONDS = 60;

export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly role: RoleName;
  readonly created_by: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

const COLUMNS = 'id, name, role, created_by, created_at, last_used_at, expires_at, revoked_at';

/** Keys with which scripts sign in. Shown once; the database holds their digests. */
export class ApiKeys {
  constructor(private readonly dataSource: DataSource) {}

  async create(key: {
    name: string;
    role: RoleName;
    createdBy: string;
    expiresAt: Date | null;
  }): Promise<{ row: ApiKeyRow; key: string }> {
    const token = newSecretToken(API_KEY_PREFIX);
    const [row] = await this.dataSource.query<ApiKeyRow[]>(
      `INSERT INTO gateway.api_key (name, role, digest, created_by, expires_at) VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
      [key.name, key.role, secretTokenDigest(token), key.createdBy, key.expiresAt],
    );
    if (row === undefined) throw new Error('INSERT … RETURNING returned nothing.');
    return { row, key: token };
  }

  async list(): Promise<ApiKeyRow[]> {
    return this.dataSource.query<ApiKeyRow[]>(
      `SELECT ${COLUMNS} FROM gateway.api_key ORDER BY created_at DESC, id LIMIT 1000`,
    );
  }

  /** False where there is no such key. */
  async revoke(id: string): Promise<boolean> {
    const [, count] = await this.dataSource.query<[unknown, number]>(
      `UPDATE gateway.api_key SET revoked_at = coalesce(revoked_at, clock_timestamp()) WHERE id = $1`,
      [id],
    );
    return count === 1;
  }

  async identify(token: string): Promise<Identity | null> {
    const digest = secretTokenDigest(token);
    const [row] = await this.dataSource.query<(ApiKeyRow & { is_worn: boolean })[]>(
      `SELECT ${COLUMNS}, coalesce(last_used_at < clock_timestamp() - make_interval(secs => $2), true) AS is_worn
       FROM gateway.api_key WHERE digest = $1 AND revoked_at IS NULL AND coalesce(expires_at > clock_timestamp(), true)`,
      [digest, SEEN_SECONDS],
    );
    if (row === undefined) return null;
    if (row.is_worn)
      await this.dataSource.query(`UPDATE gateway.api_key SET last_used_at = clock_timestamp() WHERE digest = $1`, [
        digest,
      ]);
    return { via: 'api-key', name: row.name, email: null, role: row.role, expiresAt: row.expires_at };
  }
}
