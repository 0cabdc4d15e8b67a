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

/** A secret that works already, and may or may not become the one that is asked for. */
export interface OfferedCredential {
  readonly connectionId: string;
  readonly id: string;
}

interface CredentialRow {
  readonly connection_id: string;
  readonly type: 'basic' | 'header';
  readonly name: string;
}

/** What is asked of a webhook beside the token, in Postgres. */
export class CredentialStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: GatewayKeys,
    /** A changed secret has to be typed into Halo too; until then webhooks come with the old one. */
    private readonly overlapSeconds: number,
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
    await this.accept(await this.offer(connectionId, { ...auth, type, secret }));
  }

  /** Takes a secret beside those that work: nobody knows yet whether Halo has it. */
  async offer(
    connectionId: string,
    auth: WebhookAuthInput & { readonly type: 'basic' | 'header'; readonly secret: string },
  ): Promise<OfferedCredential> {
    const { type, secret } = auth;
    const name = nameOf(auth);
    const digest = credentialDigest(this.keys, connectionId, { type, name, secret });
    const [row] = await this.dataSource.query<{ id: string }[]>(
      `INSERT INTO gateway.webhook_credential (connection_id, type, name, digest, expires_at) VALUES ($1, $2, $3, $4, 'infinity')
       RETURNING id`,
      [connectionId, type, name, digest],
    );
    if (row === undefined) throw new AppError('internal', 'A credential vanished while it was stored.');
    return { connectionId, id: row.id };
  }

  /** What was offered is asked for from now on; the others work on for a while. */
  async accept({ connectionId, id }: OfferedCredential): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('gateway credential'), hashtext($1))`, [connectionId]);
      await manager.query(
        `UPDATE gateway.webhook_credential SET expires_at = clock_timestamp() + make_interval(secs => $2)
         WHERE connection_id = $1 AND id <> $3 AND coalesce(expires_at = 'infinity', true)`,
        [connectionId, this.overlapSeconds, id],
      );
      await manager.query(`UPDATE gateway.webhook_credential SET expires_at = NULL WHERE id = $1`, [id]);
    });
  }

  /** Halo certainly does not have it. */
  async withdraw({ id }: OfferedCredential): Promise<void> {
    await this.dataSource.query(`DELETE FROM gateway.webhook_credential WHERE id = $1 AND expires_at = 'infinity'`, [
      id,
    ]);
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
