import { Secret } from '@halosync/config';
import { AppError } from '@halosync/errors';
import type { DataSource, EntityManager } from 'typeorm';
import type { KeyRing, WrappedKey } from './key-ring';
import { open, seal } from './sealed';

export type SecretName = 'client_secret' | 'access_token';

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
    private readonly keys: KeyRing,
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

  /**
   * Wraps data keys under the first master key where they are under an older one, so that the older can be retired.
   * @throws AppError `key_unknown` where a key that is in use is missing: better no start than failing calls.
   */
  async rewrap(): Promise<number> {
    const ids = await this.dataSource.query<{ connection_id: string }[]>('SELECT connection_id FROM data_key');
    let rewrapped = 0;
    for (const { connection_id } of ids) {
      await this.dataSource.transaction(async (manager) => {
        const [row] = await manager.query<DataKeyRow[]>('SELECT * FROM data_key WHERE connection_id = $1 FOR UPDATE', [
          connection_id,
        ]);
        if (row === undefined) return;
        const key = this.keys.unwrap(connection_id, wrappedOf(row));
        if (!this.keys.isOutdated(wrappedOf(row))) return;
        const { masterKeyId, nonce, ciphertext } = this.keys.wrap(connection_id, key);
        await manager.query(
          'UPDATE data_key SET master_key_id = $2, nonce = $3, wrapped = $4 WHERE connection_id = $1',
          [connection_id, masterKeyId, nonce, ciphertext],
        );
        rewrapped += 1;
      });
    }
    return rewrapped;
  }

  async #dataKey(manager: EntityManager, connectionId: string): Promise<{ keyId: string; key: Buffer }> {
    const held = await findDataKey(manager, connectionId);
    if (held !== undefined) return { keyId: held.key_id, key: this.keys.unwrap(connectionId, wrappedOf(held)) };
    const { masterKeyId, nonce, ciphertext } = this.keys.wrap(connectionId, this.keys.newDataKey());
    await manager.query(
      `INSERT INTO data_key (connection_id, key_id, master_key_id, nonce, wrapped) VALUES ($1, gen_random_uuid(), $2, $3, $4)
       ON CONFLICT (connection_id) DO NOTHING`,
      [connectionId, masterKeyId, nonce, ciphertext],
    );
    // Two at once: the first one's key is everybody's.
    const made = await findDataKey(manager, connectionId);
    if (made === undefined) throw new AppError('internal', 'A data key vanished while it was made.');
    return { keyId: made.key_id, key: this.keys.unwrap(connectionId, wrappedOf(made)) };
  }
}

async function findDataKey(manager: EntityManager, connectionId: string): Promise<DataKeyRow | undefined> {
  const [row] = await manager.query<DataKeyRow[]>(
    'SELECT key_id, master_key_id, nonce, wrapped FROM data_key WHERE connection_id = $1',
    [connectionId],
  );
  return row;
}

const wrappedOf = (row: DataKeyRow): WrappedKey => ({
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
