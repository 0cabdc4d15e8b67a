import { AppError } from '@halosync/errors';
import type { Accounts } from './accounts';
import type { Account } from './accounts';
import type { Passwords } from './passwords';
import type { SignInDelays } from './sign-in-delays';

/** Checks an e-mail address and a password; says of neither which one was wrong. */
export class SignIn {
  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: Passwords,
    private readonly delays: SignInDelays,
  ) {}

  async check(email: string, password: string, address: string): Promise<Account> {
    await this.delays.begin(email, address);
    const account = await this.accounts.find(email);
    const isRight = await this.passwords.verify(account?.passwordHash ?? null, password);
    if (account === null || !isRight) throw new AppError('unauthenticated', 'E-mail or password is wrong.');
    await this.delays.succeeded(email);
    return account;
  }
}
