import { randomBytes } from 'node:crypto';
import type { EncryptionKey } from '@halosync/config';
import { AppError } from '@halosync/errors';
import type { Sealed } from './sealed';
import { open, seal } from './sealed';

/** A connection's data key as it is stored: sealed by a master key. */
export interface WrappedKey extends Sealed {
  readonly masterKeyId: string;
}

/** The master keys: the first one wraps, all unwrap. Secrets themselves are sealed by a data key per connection. */
export class KeyRing {
  readonly #first: EncryptionKey;
  readonly #keys: ReadonlyMap<string, Buffer>;

  constructor(keys: readonly EncryptionKey[]) {
    const [first] = keys;
    if (first === undefined) throw new AppError('config_invalid', 'ENCRYPTION_KEYS holds no key.');
    this.#first = first;
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  newDataKey(): Buffer {
    return randomBytes(32);
  }

  wrap(connectionId: string, dataKey: Buffer): WrappedKey {
    const masterKeyId = this.#first.id;
    return { masterKeyId, ...seal(this.#first.key, dataKey, place(connectionId, masterKeyId)) };
  }

  /** @throws AppError `key_unknown` or `decrypt_failed`. */
  unwrap(connectionId: string, wrapped: WrappedKey): Buffer {
    const key = this.#keys.get(wrapped.masterKeyId);
    if (key === undefined) {
      throw new AppError(
        'key_unknown',
        `ENCRYPTION_KEYS lacks the key ${wrapped.masterKeyId}, which stored secrets need.`,
      );
    }
    return open(key, wrapped, place(connectionId, wrapped.masterKeyId));
  }

  /** Whether a data key should be wrapped again: it is not under the first master key. */
  isOutdated(wrapped: Pick<WrappedKey, 'masterKeyId'>): boolean {
    return wrapped.masterKeyId !== this.#first.id;
  }
}

const place = (connectionId: string, keyId: string) => ({
  table: 'data_key',
  row: connectionId,
  column: 'wrapped',
  keyId,
});
