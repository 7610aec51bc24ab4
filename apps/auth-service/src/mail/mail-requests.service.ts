import { RateLimitedError } from '@messenger/errors';
import { Database } from '@messenger/database';
import { Inject, Injectable } from '@nestjs/common';
import type { EmailPurpose } from '../email-tokens/email-tokens.repository.js';
import { clientNetwork } from '../rate-limits/client-network.js';
import { RateLimit } from '../rate-limits/rate-limit.js';
import { MailNotConfiguredError } from './mail.errors.js';
import { MAIL_OPTIONS, type MailOptions } from './mail.options.js';
import { MailQueueRepository } from './mail-queue.repository.js';

/** Seconds. */
const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Has mails sent, within limits. Costs the same whether the address has an account or not: it is not looked up. */
@Injectable()
export class MailRequestsService {
  private readonly perCaller: RateLimit;
  private readonly perMinute: RateLimit;
  private readonly perHour: RateLimit;

  constructor(
    @Inject(MAIL_OPTIONS) private readonly options: MailOptions,
    private readonly database: Database,
    private readonly queue: MailQueueRepository,
  ) {
    const { caller, recipient } = options.limits;
    this.perCaller = new RateLimit(database, { name: 'mails by caller', points: caller, duration: HOUR });
    this.perMinute = new RateLimit(database, { name: 'mails in a minute', points: 1, duration: MINUTE });
    this.perHour = new RateLimit(database, { name: 'mails in an hour', points: recipient, duration: HOUR });
  }

  /** @throws MailNotConfiguredError */
  assertConfigured(): void {
    if (this.options.mailer === undefined) throw new MailNotConfiguredError();
  }

  /** The mail is sent in a moment. @throws RateLimitedError, MailNotConfiguredError */
  async request(email: string, purpose: EmailPurpose): Promise<void> {
    this.assertConfigured();
    // First: who has used up his own mails cannot use up somebody else's.
    await this.perCaller.consume(clientNetwork());
    await this.perMinute.consume(purpose, email);
    await this.perHour.consume(purpose, email);
    await this.queue.add(this.database, email, purpose);
  }

  /** Where there have been too many, none is sent, and nobody is told. @throws MailNotConfiguredError */
  async requestQuietly(email: string, purpose: EmailPurpose): Promise<void> {
    await this.request(email, purpose).catch((error: unknown) => {
      if (!(error instanceof RateLimitedError)) throw error;
    });
  }
}
