import type { KeyObject } from 'node:crypto';
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { EncryptionKey } from '@halosync/config';

/** What a key is used for; each use has a key of its own, derived from the configured one. */
export type KeyUse = 'webhook-token' | 'webhook-digest' | 'webhook-credential' | 'sign-in-attempt';

/** The configured keys. The first one makes what is new; the others keep what was made with them working. */
export class KeyRing {
  readonly #derived = new Map<string, KeyObject>();

  constructor(private readonly keys: readonly EncryptionKey[]) {
    if (keys.length === 0) throw new Error('A key ring needs a key.');
  }

  get currentId(): string {
    return this.ids[0] ?? '';
  }

  get ids(): readonly string[] {
    return this.keys.map(({ id }) => id);
  }

  has(id: string): boolean {
    return this.keys.some((key) => key.id === id);
  }

  /** HMAC-SHA-256 under the key of this use. The parts are length-prefixed: no two lists of parts give the same text. */
  mac(id: string, use: KeyUse, parts: readonly (string | Buffer)[]): Buffer {
    const hmac = createHmac('sha256', this.#subkey(id, use));
    for (const part of parts) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part;
      const length = Buffer.allocUnsafe(4);
      length.writeUInt32BE(bytes.length);
      hmac.update(length).update(bytes);
    }
    return hmac.digest();
  }

  #subkey(id: string, use: KeyUse): KeyObject {
    const name = `${use}:${id}`;
    const existing = this.#derived.get(name);
    if (existing !== undefined) return existing;
    const key = this.keys.find((candidate) => candidate.id === id);
    if (key === undefined) throw new Error(`The key ${id} is not configured.`);
    const derived = createSecretKey(Buffer.from(hkdfSync('sha256', key.key, '', `halosync gateway ${use}`, 32)));
    this.#derived.set(name, derived);
    return derived;
  }
}
