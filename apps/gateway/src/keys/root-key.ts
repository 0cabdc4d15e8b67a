import { randomBytes } from 'node:crypto';
import { AppError } from '@halosync/errors';
import type { KeyRotation, MasterKeys, WrappedKey } from '@halosync/keys';
import type { DataSource, EntityManager } from 'typeorm';

interface RootKeyRow {
  readonly master_key_id: string;
  readonly nonce: Buffer;
  readonly wrapped: Buffer;
}

const KEY_BYTES = 32;
const OWNER = { table: 'root_key', row: '1' };

/**
 * The key from which the gateway derives its tokens and digests. It is made once and never changes: with it callback
 * URLs and webhook secrets outlive a rotation of the master keys, which only wrap it.
 */
export class RootKey {
  constructor(
    private readonly dataSource: DataSource,
    private readonly masters: MasterKeys,
  ) {}

  /**
   * Made at the first start.
   * @throws AppError `key_unknown` where its master key is missing: better no start than other callback URLs.
   */
  async load(): Promise<Buffer> {
    const held = await stored(this.dataSource.manager);
    if (held !== null) return this.masters.unwrap(OWNER, held);
    const { masterKeyId, nonce, ciphertext } = this.masters.wrap(OWNER, randomBytes(KEY_BYTES));
    await this.dataSource.query(
      `INSERT INTO gateway.root_key (id, master_key_id, nonce, wrapped) VALUES (1, $1, $2, $3) ON CONFLICT DO NOTHING`,
      [masterKeyId, nonce, ciphertext],
    );
    // Two replicas that start at once: the first one's key is everybody's.
    const made = await stored(this.dataSource.manager);
    if (made === null) throw new AppError('internal', 'The root key vanished while it was made.');
    return this.masters.unwrap(OWNER, made);
  }

  /**
   * Wraps it under the first master key. Running gateways hold it unwrapped and notice nothing.
   * @throws AppError `key_unknown`; nothing has changed then.
   */
  async rotate(): Promise<KeyRotation> {
    return this.dataSource.transaction(async (manager) => {
      const held = await stored(manager, 'FOR UPDATE');
      const keyId = this.masters.firstId;
      if (held === null) return { keyId, rewrapped: 0, kept: 0 };
      const root = this.masters.unwrap(OWNER, held);
      if (!this.masters.isOutdated(held)) return { keyId, rewrapped: 0, kept: 1 };
      const { masterKeyId, nonce, ciphertext } = this.masters.wrap(OWNER, root);
      await manager.query(`UPDATE gateway.root_key SET master_key_id = $1, nonce = $2, wrapped = $3 WHERE id = 1`, [
        masterKeyId,
        nonce,
        ciphertext,
      ]);
      return { keyId, rewrapped: 1, kept: 0 };
    });
  }
}

async function stored(manager: EntityManager, lock: '' | 'FOR UPDATE' = ''): Promise<WrappedKey | null> {
  const [row] = await manager.query<RootKeyRow[]>(
    `SELECT master_key_id, nonce, wrapped FROM gateway.root_key WHERE id = 1 ${lock}`,
  );
  return row === undefined ? null : { masterKeyId: row.master_key_id, nonce: row.nonce, ciphertext: row.wrapped };
}
