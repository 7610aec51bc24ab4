import { Database, type Transaction } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { EmailTokenInvalidError } from '../email-tokens/email-tokens.errors.js';
import { EmailTokensRepository } from '../email-tokens/email-tokens.repository.js';
import { MailRequestsService } from '../mail/mail-requests.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { AccountEntity } from './account.entity.js';
import { AccountsRepository } from './accounts.repository.js';
import { PasswordAttempts } from './password-attempts.js';
import { PasswordHasher } from './password-hasher.js';

/** A new password for whoever reads the mails to the account's address, and nobody else is in from then on. */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordHasher,
    private readonly attempts: PasswordAttempts,
    private readonly emailTokens: EmailTokensRepository,
    private readonly mails: MailRequestsService,
  ) {}

  /** The same for every address. */
  request(email: string): Promise<void> {
    return this.mails.requestQuietly(email, 'password_reset');
  }

  async confirm(token: string, newPassword: string): Promise<void> {
    // Spares the costly hash; the deletion of the token settles the race.
    const userId = await this.emailTokens.ownerOf(this.database, token, 'password_reset');
    if (userId === undefined) throw new EmailTokenInvalidError();
    const passwordHash = await this.passwords.hash(newPassword);
    const { email } = await this.database.transaction(async (transaction) => {
      const account = await this.accounts.lock(transaction, userId);
      const valid = await this.emailTokens.use(transaction, token, userId, 'password_reset');
      if (!valid) throw new EmailTokenInvalidError();
      await this.handOver(transaction, account, passwordHash);
      return account;
    });
    await this.attempts.clear(email);
  }

  /** Until now nobody had proved the address: what else leads into the account may be somebody else's. */
  private async handOver(transaction: Transaction, account: AccountEntity, passwordHash: string): Promise<void> {
    const { id, emailVerifiedAt } = account;
    if (emailVerifiedAt === null) await this.accounts.dropIdentities(transaction, id);
    await this.accounts.verifyEmail(transaction, id);
    await this.accounts.setPasswordHash(transaction, id, passwordHash);
    await this.emailTokens.void(transaction, id);
    await this.sessions.revokeAll(transaction, id);
  }
}
