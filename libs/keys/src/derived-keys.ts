import type { KeyObject } from 'node:crypto';
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';

/** Keys for one purpose each, all derived from one data key. As long as that one lives, what they made can be made again. */
export class DerivedKeys<Use extends string> {
  readonly #derived = new Map<Use, KeyObject>();

  /** @param program goes into each derived key: two programs with one root never share a key. */
  constructor(
    private readonly root: Buffer,
    private readonly program: string,
  ) {}

  /** HMAC-SHA-256 under the key of this use. The parts are length-prefixed: no two lists of parts give the same text. */
  mac(use: Use, parts: readonly (string | Buffer)[]): Buffer {
    const hmac = createHmac('sha256', this.#subkey(use));
    for (const part of parts) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part;
      const length = Buffer.allocUnsafe(4);
      length.writeUInt32BE(bytes.length);
      hmac.update(length).update(bytes);
    }
    return hmac.digest();
  }

  #subkey(use: Use): KeyObject {
    const existing = this.#derived.get(use);
    if (existing !== undefined) return existing;
    const derived = createSecretKey(
      Buffer.from(hkdfSync('sha256', this.root, '', `halosync ${this.program} ${use}`, 32)),
    );
    this.#derived.set(use, derived);
    return derived;
  }
}
