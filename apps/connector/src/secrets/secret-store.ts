import { randomBytes } from 'node:crypto';
import { Secret } from '@halosync/config';
import { AppError } from '@halosync/errors';
import type { MasterKeys, WrappedKey } from '@halosync/keys';
import { open, seal } from '@halosync/keys';
import type { DataSource, EntityManager } from 'typeorm';

export type SecretName = 'client_secret' | 'access_token' | 'webhook_url';

const DATA_KEY_BYTES = 32;

interface DataKeyRow {
  readonly key_id: string;
  readonly master_key_id: string;
  readonly nonce: Buffer;
  readonly wrapped: Buffer;
}

/** Secrets of connections, encrypted at rest. Plain values live in memory only, as `Secret`. */
export class SecretStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: MasterKeys,
  ) {}

  async put(manager: EntityManager, connectionId: string, name: SecretName, secret: Secret): Promise<void> {
    const { keyId, key } = await this.#dataKey(manager, connectionId);
    const { nonce, ciphertext } = seal(key, Buffer.from(secret.reveal()), place(connectionId, name, keyId));
    await manager.query(
      `INSERT INTO secret (connection_id, name, key_id, nonce, ciphertext) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (connection_id, name) DO UPDATE
       SET key_id = excluded.key_id, nonce = excluded.nonce, ciphertext = excluded.ciphertext, set_at = clock_timestamp()`,
      [connectionId, name, keyId, nonce, ciphertext],
    );
  }

  /** Null where there is none: a deleted connection's secrets are gone. */
  async get(
    connectionId: string,
    name: SecretName,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Secret | null> {
    const [row] = await manager.query<{ key_id: string; nonce: Buffer; ciphertext: Buffer }[]>(
      'SELECT key_id, nonce, ciphertext FROM secret WHERE connection_id = $1 AND name = $2',
      [connectionId, name],
    );
    if (row === undefined) return null;
    const { keyId, key } = await this.#dataKey(manager, connectionId);
    if (keyId !== row.key_id)
      throw new AppError('decrypt_failed', 'A stored secret belongs to a data key that is gone.');
    return new Secret(open(key, row, place(connectionId, name, row.key_id)).toString());
  }

  /** The data key goes too: what a backup still holds of the secrets cannot be opened with what is left here. */
  async erase(manager: EntityManager, connectionId: string): Promise<void> {
    await manager.query('DELETE FROM secret WHERE connection_id = $1', [connectionId]);
    await manager.query('DELETE FROM data_key WHERE connection_id = $1', [connectionId]);
  }

  async #dataKey(manager: EntityManager, connectionId: string): Promise<{ keyId: string; key: Buffer }> {
    const held = await findDataKey(manager, connectionId);
    if (held !== undefined)
      return { keyId: held.key_id, key: this.keys.unwrap(dataKeyOf(connectionId), wrappedOf(held)) };
    const { masterKeyId, nonce, ciphertext } = this.keys.wrap(dataKeyOf(connectionId), randomBytes(DATA_KEY_BYTES));
    await manager.query(
      `INSERT INTO data_key (connection_id, key_id, master_key_id, nonce, wrapped) VALUES ($1, gen_random_uuid(), $2, $3, $4)
       ON CONFLICT (connection_id) DO NOTHING`,
      [connectionId, masterKeyId, nonce, ciphertext],
    );
    // Two at once: the first one's key is everybody's.
    const made = await findDataKey(manager, connectionId);
    if (made === undefined) throw new AppError('internal', 'A data key vanished while it was made.');
    return { keyId: made.key_id, key: this.keys.unwrap(dataKeyOf(connectionId), wrappedOf(made)) };
  }
}

async function findDataKey(manager: EntityManager, connectionId: string): Promise<DataKeyRow | undefined> {
  const [row] = await manager.query<DataKeyRow[]>(
    'SELECT key_id, master_key_id, nonce, wrapped FROM data_key WHERE connection_id = $1',
    [connectionId],
  );
  return row;
}

/** Where a connection's data key stands. */
export const dataKeyOf = (connectionId: string) => ({ table: 'data_key', row: connectionId });

export const wrappedOf = (row: Omit<DataKeyRow, 'key_id'>): WrappedKey => ({
  masterKeyId: row.master_key_id,
  nonce: row.nonce,
  ciphertext: row.wrapped,
});

const place = (connectionId: string, name: SecretName, keyId: string) => ({
  table: 'secret',
  row: `${connectionId}/${name}`,
  column: 'ciphertext',
  keyId,
});
