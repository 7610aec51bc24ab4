import { Database } from '@messenger/database';
import { PeriodicTask } from '@messenger/schedule';
import { Inject, Injectable } from '@nestjs/common';
import { newOpaqueToken } from '../crypto/opaque-token.js';
import { EmailTokensRepository, type EmailPurpose } from '../email-tokens/email-tokens.repository.js';
import { emailVerificationMail } from './email-verification.mail.js';
import { MAIL_OPTIONS, type MailOptions } from './mail.options.js';
import { MailQueueRepository, type QueuedMail } from './mail-queue.repository.js';
import { mailsTotal, observeMailQueue } from './mail.metrics.js';
import type { MailContent } from './mailer.js';
import { passwordResetMail } from './password-reset.mail.js';

const POLL_INTERVAL_MS = 500;
const GIVE_UP_AFTER_MS = 24 * 60 * 60 * 1_000;
const BATCH_MAILS = 5;

const MAILS: Record<EmailPurpose, (publicUrl: string, token: string) => MailContent> = {
  verification: emailVerificationMail,
  password_reset: passwordResetMail,
};

/**
 * Sends the queued mails. Each mail's token is made as it is sent, so the database holds only its hash.
 *
 * Dispatchers of several processes may run at the same time. A mail is deleted from the queue after the mail server has
 * accepted it: none gets lost, and one may be sent twice, with a link each.
 */
@Injectable()
export class MailDispatcher extends PeriodicTask {
  constructor(
    @Inject(MAIL_OPTIONS) private readonly options: MailOptions,
    private readonly database: Database,
    private readonly queue: MailQueueRepository,
    private readonly emailTokens: EmailTokensRepository,
  ) {
    super(POLL_INTERVAL_MS);
    observeMailQueue(() => queue.count(database));
  }

  override onApplicationBootstrap(): void {
    if (this.options.mailer === undefined) this.logger.warn('MAIL_URL is not set: no mails are sent');
    else super.onApplicationBootstrap();
  }

  async run(): Promise<void> {
    while (!this.stopping && (await this.dispatch()) > 0);
  }

  /** Tries to send a batch of due mails, and resolves with their number. */
  async dispatch(): Promise<number> {
    const due = await this.queue.claim(this.database, BATCH_MAILS);
    await Promise.all(due.map((mail) => this.handle(mail)));
    return due.length;
  }

  private async handle(mail: QueuedMail): Promise<void> {
    const failure = await this.send(mail).then(
      () => undefined,
      (error: unknown) => error as MailFailure,
    );
    if (failure !== undefined) this.logFailure(mail, failure);
    if (failure !== undefined && !isFinal(mail, failure)) return this.queue.retryLater(this.database, mail.id);
    if (failure !== undefined) mailsTotal.inc({ purpose: mail.purpose, outcome: 'failed' });
    await this.queue.delete(this.database, mail.id);
  }

  private async send({ email, purpose }: QueuedMail): Promise<void> {
    const token = newOpaqueToken();
    const wanted = await this.emailTokens.insert(this.database, token, email, purpose);
    if (!wanted) return;
    await this.options.mailer?.send(email, MAILS[purpose](this.options.publicUrl, token));
    mailsTotal.inc({ purpose, outcome: 'sent' });
  }

  /** Leaves the error's message out: a mail server's reply contains the address. */
  private logFailure(mail: QueuedMail, failure: MailFailure): void {
    const { code, responseCode } = failure;
    const outcome = isFinal(mail, failure) ? 'A mail is given up' : 'A mail could not be sent yet';
    this.logger.warn(outcome, { mail: mail.id, purpose: mail.purpose, code, responseCode });
  }
}

/** The properties that nodemailer adds to an error: its own code, and the SMTP status. */
interface MailFailure extends Error {
  code?: string;
  responseCode?: number;
}

/** Whether the mail server has rejected the mail for good, or the mail was requested more than a day ago. */
function isFinal({ requestedAt }: QueuedMail, { code, responseCode }: MailFailure): boolean {
  const rejected = (code === 'EENVELOPE' || code === 'EMESSAGE') && (responseCode ?? 0) >= 500;
  return rejected || Date.now() - requestedAt.getTime() > GIVE_UP_AFTER_MS;
}
