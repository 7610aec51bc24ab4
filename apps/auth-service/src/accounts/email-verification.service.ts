import type { Caller } from '@messenger/authentication';
import { Database } from '@messenger/database';
import { Injectable, Logger } from '@nestjs/common';
import { EmailTokenInvalidError } from '../email-tokens/email-tokens.errors.js';
import { EmailTokensRepository } from '../email-tokens/email-tokens.repository.js';
import { MailNotConfiguredError } from '../mail/mail.errors.js';
import { MailRequestsService } from '../mail/mail-requests.service.js';
import { AccountsRepository } from './accounts.repository.js';

/** Verifies an account's e-mail address: by a mailed link that its owner opens while signed in to the account. */
@Injectable()
export class EmailVerificationService {
  private readonly logger = new Logger(EmailVerificationService.name);

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
    private readonly emailTokens: EmailTokensRepository,
    private readonly mails: MailRequestsService,
  ) {}

  /** For a new account. Never throws: the account exists already, and its owner can request the mail again. */
  async requestQuietly(email: string): Promise<void> {
    await this.mails.requestQuietly(email, 'verification').catch((error: unknown) => {
      if (!(error instanceof MailNotConfiguredError))
        this.logger.warn('A new account gets no verification mail', error as Error);
    });
  }

  async request({ userId }: Caller): Promise<void> {
    this.mails.assertConfigured();
    const account = await this.accounts.findById(this.database, userId);
    if (account?.emailVerifiedAt === null) await this.mails.request(account.email, 'verification');
  }

  async confirm({ userId }: Caller, token: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await this.accounts.lock(transaction, userId);
      const valid = await this.emailTokens.consume(transaction, token, userId, 'verification');
      if (!valid) throw new EmailTokenInvalidError();
      await this.accounts.markEmailVerified(transaction, userId);
      await this.emailTokens.deleteAll(transaction, userId, 'verification');
    });
  }
}
