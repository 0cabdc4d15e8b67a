import type { EncryptionKey } from '@halosync/config';
import { AppError } from '@halosync/errors';
import type { Sealed } from './sealed';
import { open, seal } from './sealed';

/** A data key as it is stored: sealed by a master key. */
export interface WrappedKey extends Sealed {
  readonly masterKeyId: string;
}

/** The row that a wrapped key stands in; it opens in no other. */
export interface KeyOwner {
  readonly table: string;
  readonly row: string;
}

/**
 * The keys of ENCRYPTION_KEYS. They seal nothing but data keys, which do all the work: so a rotation wraps a handful of
 * data keys anew and touches no secret. The first one wraps, all unwrap.
 */
export class MasterKeys {
  readonly #first: EncryptionKey;
  readonly #keys: ReadonlyMap<string, Buffer>;

  constructor(keys: readonly EncryptionKey[]) {
    const [first] = keys;
    if (first === undefined) throw new AppError('config_invalid', 'ENCRYPTION_KEYS holds no key.');
    this.#first = first;
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  get firstId(): string {
    return this.#first.id;
  }

  wrap(owner: KeyOwner, dataKey: Buffer): WrappedKey {
    const masterKeyId = this.#first.id;
    return { masterKeyId, ...seal(this.#first.key, dataKey, place(owner, masterKeyId)) };
  }

  /** @throws AppError `key_unknown` or `decrypt_failed`. */
  unwrap(owner: KeyOwner, wrapped: WrappedKey): Buffer {
    const key = this.#keys.get(wrapped.masterKeyId);
    if (key === undefined) {
      throw new AppError(
        'key_unknown',
        `ENCRYPTION_KEYS lacks the key ${wrapped.masterKeyId}, which stored secrets need. Add it behind the others.`,
        { details: { keyId: wrapped.masterKeyId } },
      );
    }
    return open(key, wrapped, place(owner, wrapped.masterKeyId));
  }

  /** Whether a data key should be wrapped again: it is not under the first master key. */
  isOutdated(wrapped: Pick<WrappedKey, 'masterKeyId'>): boolean {
    return wrapped.masterKeyId !== this.#first.id;
  }
}

const place = ({ table, row }: KeyOwner, keyId: string) => ({ table, row, column: 'wrapped', keyId });
