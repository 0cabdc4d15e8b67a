import type { KeyRotation, MasterKeys } from '@halosync/keys';
import type { DataSource } from 'typeorm';
import { dataKeyOf, wrappedOf } from './secret-store';

interface DataKeyRow {
  readonly connection_id: string;
  readonly master_key_id: string;
  readonly nonce: Buffer;
  readonly wrapped: Buffer;
}

/** The connections' data keys under the master keys. */
export class DataKeys {
  constructor(
    private readonly dataSource: DataSource,
    private readonly masters: MasterKeys,
  ) {}

  /** @throws AppError `key_unknown` where a master key that is in use is missing: better no start than failing calls. */
  async assertReadable(): Promise<void> {
    for (const row of await this.dataSource.query<DataKeyRow[]>('SELECT * FROM data_key'))
      this.masters.unwrap(dataKeyOf(row.connection_id), wrappedOf(row));
  }

  /**
   * Wraps data keys under the first master key where they are under an older one, so that the older can be retired.
   * Other processes go on meanwhile: a data key stays the same whatever wraps it, and each row changes in one statement.
   * @throws AppError `key_unknown` where one cannot be unwrapped; nothing has changed then.
   */
  async rotate(): Promise<KeyRotation> {
    await this.assertReadable();
    const rows = await this.dataSource.query<{ connection_id: string }[]>('SELECT connection_id FROM data_key');
    let rewrapped = 0;
    for (const { connection_id: id } of rows) if (await this.#rewrap(id)) rewrapped += 1;
    return { keyId: this.masters.firstId, rewrapped, kept: rows.length - rewrapped };
  }

  async #rewrap(connectionId: string): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const [row] = await manager.query<DataKeyRow[]>('SELECT * FROM data_key WHERE connection_id = $1 FOR UPDATE', [
        connectionId,
      ]);
      if (row === undefined || !this.masters.isOutdated(wrappedOf(row))) return false;
      const owner = dataKeyOf(connectionId);
      const { masterKeyId, nonce, ciphertext } = this.masters.wrap(owner, this.masters.unwrap(owner, wrappedOf(row)));
      await manager.query('UPDATE data_key SET master_key_id = $2, nonce = $3, wrapped = $4 WHERE connection_id = $1', [
        connectionId,
        masterKeyId,
        nonce,
        ciphertext,
      ]);
      return true;
    });
  }
}
