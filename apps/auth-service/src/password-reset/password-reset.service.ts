import { Database, type Transaction } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { AccountsRepository, type Account } from '../accounts/accounts.repository.js';
import { PasswordAttempts } from '../accounts/password-attempts.js';
import { requireUnrelated } from '../accounts/new-credentials.js';
import { PasswordHasher } from '../accounts/password-hasher.js';
import { EmailTokenInvalidError } from '../email-tokens/email-tokens.errors.js';
import { EmailTokensRepository } from '../email-tokens/email-tokens.repository.js';
import { IdentitiesRepository } from '../identities/identities.repository.js';
import { MailRequestsService } from '../mail/mail-requests.service.js';
import { SessionsService } from '../sessions/sessions.service.js';

/** Sets a new password by a link that was mailed to the account's address, and ends every session. */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
    private readonly identities: IdentitiesRepository,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordHasher,
    private readonly attempts: PasswordAttempts,
    private readonly emailTokens: EmailTokensRepository,
    private readonly mails: MailRequestsService,
  ) {}

  /** Behaves alike for every address, with an account or without. */
  request(email: string): Promise<void> {
    return this.mails.requestQuietly(email, 'password_reset');
  }

  async confirm(token: string, newPassword: string): Promise<void> {
    // Saves the costly hash for an invalid token. Of two requests with one token, `consume` lets one through.
    const userId = await this.emailTokens.findUserId(this.database, token, 'password_reset');
    if (userId === undefined) throw new EmailTokenInvalidError();
    const owner = await this.accounts.findById(this.database, userId);
    requireUnrelated('newPassword', newPassword, owner?.email ?? '');
    const passwordHash = await this.passwords.hash(newPassword);
    const { email } = await this.database.transaction(async (transaction) => {
      const account = await this.accounts.lock(transaction, userId);
      const valid = await this.emailTokens.consume(transaction, token, userId, 'password_reset');
      if (!valid) throw new EmailTokenInvalidError();
      await this.resetAccount(transaction, account, passwordHash);
      return account;
    });
    await this.attempts.reset(email);
  }

  /** The link proves the address. Identities of an account whose address was unproved may be somebody else's. */
  private async resetAccount(transaction: Transaction, account: Account, passwordHash: string): Promise<void> {
    const { id, emailVerifiedAt } = account;
    if (emailVerifiedAt === null) await this.identities.deleteAll(transaction, id);
    await this.accounts.markEmailVerified(transaction, id);
    await this.accounts.setPasswordHash(transaction, id, passwordHash);
    await this.emailTokens.deleteAll(transaction, id);
    await this.sessions.revokeAll(transaction, id);
  }
}
