import type { SendMailOptions } from 'nodemailer';

/** What a mail says. */
export interface MailContent {
  subject: string;
  text: string;
  html: string;
}

/** Takes a mail to where it goes. */
export abstract class Mailer {
  constructor(private readonly from: string) {}

  /** @throws where it did not arrive there; a second attempt may send it twice */
  abstract send(to: string, content: MailContent): Promise<void>;

  protected message(to: string, content: MailContent): SendMailOptions {
    return {
      from: this.from,
      // An object, since a string is parsed: an address may have a comma in quotes.
      to: { name: '', address: to },
      // RFC 3834: no out-of-office answers, please.
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...content,
    };
  }
}
