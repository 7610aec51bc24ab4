import type { SendMailOptions } from 'nodemailer';

export interface MailContent {
  subject: string;
  text: string;
  html: string;
}

/** Sends e-mails. */
export abstract class Mailer {
  constructor(private readonly from: string) {}

  /** @throws Error where the mail may not have been accepted; sending it again may deliver it twice */
  abstract send(to: string, content: MailContent): Promise<void>;

  protected message(to: string, content: MailContent): SendMailOptions {
    return {
      from: this.from,
      // As an object: a string would be parsed, and a quoted comma split the address.
      to: { name: '', address: to },
      // RFC 3834: asks for no automatic replies.
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...content,
    };
  }
}
