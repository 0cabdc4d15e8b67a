import { AppError } from '@halosync/errors';
import type { Log } from '@halosync/observability';
import type { DataSource } from 'typeorm';
import type { Accounts } from './accounts';
import type { Passwords } from './passwords';
import { newSecretToken, secretTokenDigest } from './secret-token';

/** How the first administrator comes to be: by the environment, or once by the token that the log printed. */
export class FirstAdministrator {
  constructor(
    private readonly dataSource: DataSource,
    private readonly accounts: Accounts,
    private readonly passwords: Passwords,
    private readonly log: Log,
  ) {}

  /** At start: the account that the environment names, or a set-up token where there is no account at all. */
  async prepare(
    configured: { readonly email: string; readonly password: string } | null,
    setupUrl: string,
  ): Promise<void> {
    if (configured !== null) return this.#ensure(configured.email, configured.password);
    if (!(await this.accounts.isEmpty())) return;
    const token = newSecretToken();
    await this.dataSource.query(`INSERT INTO gateway.setup_token (digest) VALUES ($1)`, [secretTokenDigest(token)]);
    // The one secret that a log ever shows: whoever reads this log may become the administrator, once.
    this.log.warn('no account yet: create the first administrator with this one-time token', {
      setupUrl,
      setupToken: token,
    });
  }

  async isOpen(): Promise<boolean> {
    return this.accounts.isEmpty();
  }

  /**
   * Returns the new account's id.
   * @throws AppError `not_found` once there is an account, `unauthenticated` for a wrong token.
   */
  async setUp(token: string, email: string, password: string): Promise<string> {
    if (!(await this.isOpen())) throw closed();
    const digest = secretTokenDigest(token);
    await this.#assertToken(digest);
    const passwordHash = await this.passwords.hash(password);
    return this.dataSource.transaction(async (manager) => {
      // One winner: who comes later waits here and then finds the account.
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('gateway setup'))`);
      if (!(await this.accounts.isEmpty(manager))) throw closed();
      await manager.query(`DELETE FROM gateway.setup_token`);
      return this.accounts.create(email, passwordHash, 'admin', manager);
    });
  }

  async #assertToken(digest: Buffer): Promise<void> {
    const rows = await this.dataSource.query<unknown[]>(`SELECT 1 FROM gateway.setup_token WHERE digest = $1`, [
      digest,
    ]);
    if (rows.length === 0) throw new AppError('unauthenticated', 'This is not the token that the log printed.');
  }

  async #ensure(email: string, password: string): Promise<void> {
    const account = await this.accounts.find(email);
    if (account === null) {
      await this.accounts.create(email, await this.passwords.hash(password), 'admin');
      this.log.info('administrator created', { email });
    } else if (!(await this.passwords.verify(account.passwordHash, password))) {
      await this.accounts.changePassword(account.id, await this.passwords.hash(password));
      this.log.info('password of the administrator changed', { email });
    }
    await this.dataSource.query(`DELETE FROM gateway.setup_token`);
  }
}

function closed(): AppError {
  return new AppError('not_found', 'There is an administrator already. Sign in.');
}
