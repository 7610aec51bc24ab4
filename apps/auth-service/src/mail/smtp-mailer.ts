import { createTransport, type Transporter } from 'nodemailer';
import { Mailer, type MailContent } from './mailer.js';

/** In ms. An SMTP session has some eight replies: it ends within the lease of the mail. */
const TIME_LIMITS_MS = { dnsTimeout: 5_000, connectionTimeout: 5_000, greetingTimeout: 15_000, socketTimeout: 20_000 };

/** Sends by the mail server behind an smtp:// (STARTTLS where it is offered) or smtps:// URL. */
export class SmtpMailer extends Mailer {
  private readonly transport: Transporter;

  constructor(url: string, from: string) {
    super(from);
    this.transport = createTransport({ url, ...TIME_LIMITS_MS });
  }

  async send(to: string, content: MailContent): Promise<void> {
    await this.transport.sendMail(this.message(to, content));
  }
}
