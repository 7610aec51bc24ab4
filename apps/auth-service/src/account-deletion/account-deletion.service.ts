import type { Caller } from '@messenger/authentication';
import { Database, type Transaction } from '@messenger/database';
import { UnauthenticatedError } from '@messenger/errors';
import { Inject, Injectable } from '@nestjs/common';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { requireRecentSignIn } from '../accounts/recent-sign-in.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { AccountDeletionsRepository } from '../deletion-requests/account-deletions.repository.js';

export const GRACE_DAYS = Symbol('GRACE_DAYS');

/** Takes requests of people to delete their accounts. */
@Injectable()
export class AccountDeletionService {
  constructor(
    @Inject(GRACE_DAYS) private readonly graceDays: number,
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
    private readonly accountsService: AccountsService,
    private readonly sessions: SessionsService,
    private readonly deletions: AccountDeletionsRepository,
  ) {}

  /**
   * Resolves with the time of the erasure.
   *
   * @throws InvalidCredentialsError, RateLimitedError, RecentSignInRequiredError where there is no password
   */
  async request(caller: Caller, password: string | undefined, keepMessages: boolean): Promise<Date> {
    await this.requireProof(caller, password);
    return this.database.transaction(async (transaction) => {
      const eraseAt = await this.schedule(transaction, caller.userId, keepMessages);
      if (eraseAt === undefined) throw new UnauthenticatedError();
      return eraseAt;
    });
  }

  /** Ends every session, and resolves with the time of the erasure; undefined where there is no such account. */
  async schedule(transaction: Transaction, userId: string, keepMessages: boolean): Promise<Date | undefined> {
    if (!(await this.accounts.lockIfExists(transaction, userId))) return undefined;
    await this.sessions.revokeAll(transaction, userId);
    return this.deletions.request(transaction, userId, keepMessages, this.graceDays);
  }

  private async requireProof(caller: Caller, password: string | undefined): Promise<void> {
    if (password === undefined) {
      requireRecentSignIn(caller);
      return;
    }
    const account = await this.accounts.findById(this.database, caller.userId);
    if (account === undefined) throw new UnauthenticatedError();
    await this.accountsService.requirePassword(account, password);
  }
}
