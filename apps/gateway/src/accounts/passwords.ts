import { hash, verify } from '@node-rs/argon2';
import { AppError } from '@halosync/errors';

// 19 MiB, 2 passes: OWASP's least for argon2id, which is this library's default algorithm.
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
// Each costs 19 MiB and a thread of the pool that file and DNS calls share.
const CONCURRENCY = 2;
const MAX_WAITING = 50;

/** Hashes and checks passwords, a few at a time. */
export class Passwords {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  #dummy: Promise<string> | undefined;

  async hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, OPTIONS));
  }

  /** Takes as long for an account that does not exist as for one that does. */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    const compared = passwordHash ?? (await (this.#dummy ??= this.hash('no account has this one')));
    const isSame = await this.#inTurn(() => verify(compared, password));
    return passwordHash !== null && isSame;
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= CONCURRENCY) {
      if (this.#waiting.length >= MAX_WAITING)
        throw new AppError('rate_limited', 'Too many sign-ins at once. Try again in a moment.', {
          retryable: true,
          details: { retryAfterSeconds: 2 },
        });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }
}
