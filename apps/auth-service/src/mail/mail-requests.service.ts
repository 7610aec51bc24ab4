import { RateLimitedError } from '@messenger/errors';
import { Database } from '@messenger/database';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { EmailPurpose } from '../email-tokens/email-tokens.repository.js';
import { clientNetwork } from '@messenger/logging';
import { RateLimit } from '../rate-limits/rate-limit.js';
import { MailNotConfiguredError } from './mail.errors.js';
import { MAIL_OPTIONS, type MailOptions } from './mail.options.js';
import { mailsTotal } from './mail.metrics.js';
import { MailQueueRepository } from './mail-queue.repository.js';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;

/** Queues e-mails, within limits. Does not look the address up, so nobody learns by time whether it has an account. */
@Injectable()
export class MailRequestsService {
  private readonly logger = new Logger(MailRequestsService.name);
  private readonly perCaller: RateLimit;
  private readonly perMinute: RateLimit;
  private readonly perHour: RateLimit;

  constructor(
    @Inject(MAIL_OPTIONS) private readonly options: MailOptions,
    private readonly database: Database,
    private readonly queue: MailQueueRepository,
  ) {
    const { caller, recipient } = options.limits;
    this.perCaller = new RateLimit(database, {
      name: 'mails by caller',
      points: caller,
      durationSeconds: HOUR_SECONDS,
    });
    this.perMinute = new RateLimit(database, { name: 'mails in a minute', points: 1, durationSeconds: MINUTE_SECONDS });
    this.perHour = new RateLimit(database, {
      name: 'mails in an hour',
      points: recipient,
      durationSeconds: HOUR_SECONDS,
    });
  }

  /** @throws MailNotConfiguredError */
  assertConfigured(): void {
    if (this.options.mailer === undefined) throw new MailNotConfiguredError();
  }

  /** The dispatcher sends the mail. @throws RateLimitedError, MailNotConfiguredError */
  async request(email: string, purpose: EmailPurpose): Promise<void> {
    this.assertConfigured();
    // First: a caller over the limit must not use up the limits of other recipients.
    await this.orSuppress(purpose, 'one address of the network', () =>
      this.perCaller.consume(purpose, clientNetwork(this.options.limits.ipv4Bits)),
    );
    await this.orSuppress(purpose, 'one recipient', async () => {
      await this.perMinute.consume(purpose, email);
      await this.perHour.consume(purpose, email);
    });
    await this.queue.add(this.database, email, purpose);
  }

  /** Counts a mail over a limit as suppressed. Who asked may be told that it is on its way: the log knows better. */
  private async orSuppress(purpose: EmailPurpose, whose: string, consume: () => Promise<void>): Promise<void> {
    await consume().catch((error: unknown) => {
      if (error instanceof RateLimitedError) {
        mailsTotal.inc({ purpose, outcome: 'suppressed' });
        this.logger.warn(`A mail is not sent: over the limit of ${whose}`, { purpose });
      }
      throw error;
    });
  }

  /** Like `request`, but over a limit it sends nothing and does not throw. @throws MailNotConfiguredError */
  async requestQuietly(email: string, purpose: EmailPurpose): Promise<void> {
    await this.request(email, purpose).catch((error: unknown) => {
      if (!(error instanceof RateLimitedError)) throw error;
    });
  }
}
