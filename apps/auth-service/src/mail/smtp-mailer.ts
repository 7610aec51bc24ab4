import { createTransport, type Transporter } from 'nodemailer';
import { Mailer, type MailContent } from './mailer.js';

/** Milliseconds; a conversation of some eight answers ends within the lease of a mail that is being sent. */
const TIME_LIMITS = { dnsTimeout: 5_000, connectionTimeout: 5_000, greetingTimeout: 15_000, socketTimeout: 20_000 };

/** By the mail server behind an smtp:// (STARTTLS where it is offered) or smtps:// URL. */
export class SmtpMailer extends Mailer {
  private readonly transport: Transporter;

  constructor(url: string, from: string) {
    super(from);
    this.transport = createTransport({ url, ...TIME_LIMITS });
  }

  async send(to: string, content: MailContent): Promise<void> {
    await this.transport.sendMail(this.message(to, content));
  }
}
