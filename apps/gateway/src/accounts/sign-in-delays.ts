import { randomUUID } from 'node:crypto';
import { AppError } from '@halosync/errors';
import type { DataSource } from 'typeorm';
import type { GatewayKeys } from '../keys/gateway-keys';

// Free tries, then 1, 2, 4 … seconds. An account's delay stays short: it must not be a way to lock somebody out.
const ACCOUNT = { free: 10, maxSeconds: 30 };
const ADDRESS = { free: 50, maxSeconds: 300 };
// After this long without a failure all is forgotten.
const FORGET_SECONDS = 15 * 60;

interface Attempt {
  readonly wait_seconds: number;
}

/** Slows down who guesses passwords, by account and by address; an account that does not exist is treated alike. */
export class SignInDelays {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: GatewayKeys,
  ) {}

  /**
   * Counts an attempt before the password is looked at, so that many at once do not slip through together.
   * @throws AppError `rate_limited`.
   */
  async begin(email: string, address: string): Promise<void> {
    const waits = [
      await this.#count('address', address, ADDRESS),
      await this.#count('account', email.toLowerCase(), ACCOUNT),
    ];
    const wait = Math.ceil(Math.max(...waits));
    if (wait <= 0) return;
    throw new AppError('rate_limited', `Too many attempts. Try again in ${String(wait)} s.`, {
      retryable: true,
      details: { retryAfterSeconds: wait },
    });
  }

  async succeeded(email: string): Promise<void> {
    await this.dataSource.query(`DELETE FROM gateway.sign_in_attempt WHERE key = $1`, [
      this.#key('account', email.toLowerCase()),
    ]);
  }

  /** Seconds to wait; 0 where the attempt may be made, which then counts. */
  async #count(kind: 'account' | 'address', who: string, rule: typeof ACCOUNT): Promise<number> {
    const [row] = await this.dataSource.query<Attempt[]>(
      `INSERT INTO gateway.sign_in_attempt AS a (key, failures, last_at, blocked_until, counted)
       VALUES ($1, 1, clock_timestamp(), '-infinity', $5)
       ON CONFLICT (key) DO UPDATE SET (failures, last_at, blocked_until, counted) = (
         SELECT
           CASE WHEN f.is_blocked THEN a.failures ELSE f.failures END,
           CASE WHEN f.is_blocked THEN a.last_at ELSE clock_timestamp() END,
           CASE WHEN f.is_blocked THEN a.blocked_until
                WHEN f.failures <= $2 THEN '-infinity'
                ELSE clock_timestamp() + make_interval(secs => least($3, power(2, least(f.failures - $2 - 1, 20)))) END,
           CASE WHEN f.is_blocked THEN a.counted ELSE excluded.counted END
         FROM (SELECT a.blocked_until > clock_timestamp() AS is_blocked,
                      CASE WHEN a.last_at < clock_timestamp() - make_interval(secs => $4) THEN 1 ELSE a.failures + 1 END AS failures) f
       )
       -- An attempt that was not counted is one that has to wait.
       RETURNING CASE WHEN counted = $5 THEN 0 ELSE extract(epoch FROM blocked_until - clock_timestamp()) END::float8 AS wait_seconds`,
      [this.#key(kind, who), rule.free, rule.maxSeconds, FORGET_SECONDS, randomUUID()],
    );
    return Math.max(0, row?.wait_seconds ?? 0);
  }

  #key(kind: string, who: string): Buffer {
    return this.keys.mac('sign-in-attempt', [kind, who]);
  }
}
