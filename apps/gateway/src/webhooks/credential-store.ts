import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { GatewayKeys } from '../keys/gateway-keys';
import { credentialDigest } from './credential-check';

/** The `webhookAuth` setting as people see it: the secret never comes back. */
export type WebhookAuth =
  | { readonly type: 'none' }
  | { readonly type: 'basic'; readonly username: string }
  | { readonly type: 'header'; readonly header: string };

export interface WebhookAuthInput {
  readonly type: 'none' | 'basic' | 'header';
  readonly username?: string | undefined;
  readonly header?: string | undefined;
  readonly secret?: string | undefined;
}

interface CredentialRow {
  readonly connection_id: string;
  readonly type: 'basic' | 'header';
  readonly name: string;
}

// A changed secret has to be typed into Halo too; until then webhooks come with the old one.
const OVERLAP = `interval '24 hours'`;

/** What is asked of a webhook beside the token, in Postgres. */
export class CredentialStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: GatewayKeys,
  ) {}

  async current(connectionIds: readonly string[]): Promise<ReadonlyMap<string, WebhookAuth>> {
    const rows = await this.dataSource.query<CredentialRow[]>(
      `SELECT connection_id, type, name FROM gateway.webhook_credential WHERE connection_id = ANY($1::uuid[]) AND expires_at IS NULL`,
      [connectionIds],
    );
    return new Map(rows.map((row) => [row.connection_id, authOf(row)]));
  }

  /**
   * Before anything else is changed: without a secret the one stored stays, if type and name are as they were.
   * @param connectionId null for a connection that is still to be made.
   * @throws AppError `invalid_request` where a secret is needed and none is given.
   */
  async assertSettable(connectionId: string | null, auth: WebhookAuthInput): Promise<void> {
    if (auth.type === 'none' || auth.secret !== undefined) return;
    const held = connectionId === null ? undefined : (await this.current([connectionId])).get(connectionId);
    if (held !== undefined && held.type === auth.type && nameOf(held) === nameOf(auth)) return;
    const error = {
      field: 'settings.webhookAuth.secret',
      code: 'required',
      message: 'The secret is missing.',
      hint: 'Give the one that you type into Halo.',
    } as const;
    throw new AppError('invalid_request', 'The webhook needs a secret.', { errors: [error] });
  }

  /** Sets what is asked from now on; an old secret works a day longer. */
  async set(connectionId: string, auth: WebhookAuthInput): Promise<void> {
    const { type, secret } = auth;
    if (type === 'none') {
      await this.dataSource.query(`DELETE FROM gateway.webhook_credential WHERE connection_id = $1`, [connectionId]);
      return;
    }
    await this.assertSettable(connectionId, auth);
    if (secret === undefined) return;
    const name = nameOf(auth);
    const digest = credentialDigest(this.keys, connectionId, { type, name, secret });
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('gateway credential'), hashtext($1))`, [connectionId]);
      await manager.query(
        `UPDATE gateway.webhook_credential SET expires_at = clock_timestamp() + ${OVERLAP} WHERE connection_id = $1 AND expires_at IS NULL`,
        [connectionId],
      );
      await manager.query(
        `INSERT INTO gateway.webhook_credential (connection_id, type, name, digest) VALUES ($1, $2, $3, $4)`,
        [connectionId, type, name, digest],
      );
    });
  }

  async removeAll(connectionId: string): Promise<void> {
    await this.set(connectionId, { type: 'none' });
  }
}

/** The user name, or the header's name; empty where nothing is asked. */
function nameOf(auth: WebhookAuthInput): string {
  if (auth.type === 'basic') return auth.username ?? '';
  return auth.type === 'header' ? (auth.header ?? '').toLowerCase() : '';
}

function authOf(row: CredentialRow): WebhookAuth {
  return row.type === 'basic' ? { type: 'basic', username: row.name } : { type: 'header', header: row.name };
}
