import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { AppError } from '@halosync/errors';

/** What is stored of a secret: AES-256-GCM, the tag at the end of the ciphertext. */
export interface Sealed {
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

/** Where a sealed value stands. It opens nowhere else: a value moved to another row, column or key fails. */
export interface Place {
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly keyId: string;
}

// NIST SP 800-38D: 96 random bits are safe for 2^32 values under one key; a connection's key seals a few thousand.
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export function seal(key: Buffer, plain: Buffer, place: Place): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedData(place));
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
  return { nonce, ciphertext: Buffer.concat([encrypted, cipher.getAuthTag()]) };
}

/** @throws AppError `decrypt_failed`: another key, another place, or a changed bit. */
export function open(key: Buffer, { nonce, ciphertext }: Sealed, place: Place): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(
      associatedData(place),
    );
    decipher.setAuthTag(ciphertext.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(ciphertext.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    // The cause says nothing more, and its stack holds the buffers.
    throw new AppError(
      'decrypt_failed',
      'A stored secret cannot be decrypted: it was changed, or moved from another row.',
    );
  }
}

// As JSON no two places read alike, whatever their parts contain.
function associatedData({ table, row, column, keyId }: Place): Buffer {
  return Buffer.from(JSON.stringify([table, row, column, keyId]));
}
