import { Database, inBatches } from '@messenger/database';
import { durableConsumersOf } from '@messenger/events';
import { Outbox } from '@messenger/outbox';
import { PeriodicTask } from '@messenger/schedule';
import { Injectable } from '@nestjs/common';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { MailQueueRepository } from '../mail/mail-queue.repository.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { AccountDeletionsRepository } from '../deletion-requests/account-deletions.repository.js';

const INTERVAL_MS = 1_000;
const BATCH_ACCOUNTS = 20;
const CONSUMERS = durableConsumersOf('auth.account_deleted.v1');

/** Erases the accounts whose grace period is over, and has the other services erase what they know. */
@Injectable()
export class AccountEraser extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly accounts: AccountsRepository,
    private readonly sessionsRepository: SessionsRepository,
    private readonly sessions: SessionsService,
    private readonly mails: MailQueueRepository,
    private readonly deletions: AccountDeletionsRepository,
  ) {
    super(INTERVAL_MS);
  }

  async run(): Promise<void> {
    for (const userId of await this.deletions.listDue(this.database, BATCH_ACCOUNTS)) {
      if (!this.stopping) await this.tryToErase(userId);
    }
  }

  /** One that fails is tried again in the next run, and holds up no other. */
  private async tryToErase(userId: string): Promise<void> {
    await this.erase(userId).catch((error: unknown) =>
      this.logger.warn('An account waits to be erased', error as Error),
    );
  }

  private async erase(userId: string): Promise<void> {
    // Beforehand: a session may have a million.
    await inBatches((limit) => this.sessionsRepository.deleteTokensOfRevoked(this.database, userId, limit));
    await this.database.transaction(async (transaction) => {
      // Whoever signs in holds the account's lock: either this finds the cancellation, or they find no account.
      const account = await this.accounts.lockToDelete(transaction, userId);
      const erasure = await this.deletions.begin(transaction, userId, CONSUMERS);
      if (account === undefined || erasure === undefined) return;
      await this.sessions.revokeAll(transaction, userId);
      await this.sessionsRepository.eraseAll(transaction, userId);
      await this.mails.deleteAll(transaction, account.email);
      await this.accounts.delete(transaction, userId);
      this.outbox.add(transaction, {
        type: 'auth.account_deleted.v1',
        payload: erasure,
        subject: userId,
        recipientIds: [userId],
      });
    });
  }
}
