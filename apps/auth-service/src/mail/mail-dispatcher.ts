import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '@messenger/database';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { newOpaqueToken } from '../crypto/opaque-token.js';
import { EmailTokensRepository, type EmailPurpose } from '../email-tokens/email-tokens.repository.js';
import { emailVerificationMail } from './email-verification.mail.js';
import { MAIL_OPTIONS, type MailOptions } from './mail.options.js';
import { MailQueueRepository, type QueuedMail } from './mail-queue.repository.js';
import type { MailContent } from './mailer.js';
import { passwordResetMail } from './password-reset.mail.js';

/** Milliseconds. */
const POLL_INTERVAL = 500;
const GIVE_UP_AFTER = 24 * 60 * 60 * 1_000;
/** Milliseconds to wait for mails under way while the process ends; what is left goes out with the next start. */
const FINAL_WAIT = 3_000;
/** Mails at a time. */
const BATCH = 5;

const MAILS: Record<EmailPurpose, (publicUrl: string, token: string) => MailContent> = {
  verification: emailVerificationMail,
  password_reset: passwordResetMail,
};

/**
 * Sends the mails that wait, each with a token made at that moment: the database never holds one in clear.
 *
 * Any number of dispatchers may run beside each other. A mail leaves the queue once the mail server has it, so one may
 * be sent twice, with a link each, and none gets lost.
 */
@Injectable()
export class MailDispatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(MailDispatcher.name);
  private readonly stopping = new AbortController();
  private finished: Promise<void> = Promise.resolve();

  constructor(
    @Inject(MAIL_OPTIONS) private readonly options: MailOptions,
    private readonly database: Database,
    private readonly queue: MailQueueRepository,
    private readonly emailTokens: EmailTokensRepository,
  ) {}

  onApplicationBootstrap(): void {
    if (this.options.mailer === undefined) this.logger.warn('MAIL_URL is not set: no mails are sent');
    else this.finished = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.race([this.finished, sleep(FINAL_WAIT, undefined, { ref: false })]);
  }

  /** Tries to send what is due; how many mails that were. */
  async dispatch(): Promise<number> {
    const due = await this.queue.claim(this.database, BATCH);
    await Promise.all(due.map((mail) => this.handle(mail)));
    return due.length;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const found = await this.dispatch().catch((error: unknown) => {
        this.logger.warn('Mails wait in the queue', error as Error);
        return 0;
      });
      if (found === 0) await sleep(POLL_INTERVAL, undefined, { signal }).catch(() => undefined);
    }
  }

  private async handle(mail: QueuedMail): Promise<void> {
    const failure = await this.send(mail).then(
      () => undefined,
      (error: unknown) => error as MailFailure,
    );
    if (failure !== undefined) this.tell(mail, failure);
    if (failure === undefined || isFinal(mail, failure)) await this.queue.delete(this.database, mail.id);
    else await this.queue.retryLater(this.database, mail.id);
  }

  private async send({ email, purpose }: QueuedMail): Promise<void> {
    const token = newOpaqueToken();
    const wanted = await this.emailTokens.insert(this.database, token, email, purpose);
    if (wanted) await this.options.mailer?.send(email, MAILS[purpose](this.options.publicUrl, token));
  }

  /** Not in the error's words: a mail server's answer names the address. */
  private tell(mail: QueuedMail, failure: MailFailure): void {
    const { code, responseCode } = failure;
    const what = isFinal(mail, failure) ? 'A mail is given up' : 'A mail could not be sent yet';
    this.logger.warn(what, { mail: mail.id, purpose: mail.purpose, code, responseCode });
  }
}

/** What nodemailer adds to an error: its own code, and the mail server's. */
interface MailFailure extends Error {
  code?: string;
  responseCode?: number;
}

/** Whether the mail server does not want this very mail, or has been away for too long. */
export function isFinal(
  { requestedAt }: Pick<QueuedMail, 'requestedAt'>,
  { code, responseCode }: MailFailure,
): boolean {
  const refused = (code === 'EENVELOPE' || code === 'EMESSAGE') && (responseCode ?? 0) >= 500;
  return refused || Date.now() - requestedAt.getTime() > GIVE_UP_AFTER;
}
