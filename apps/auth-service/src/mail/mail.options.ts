import type { Mailer } from './mailer.js';

export const MAIL_OPTIONS = Symbol('MAIL_OPTIONS');

export interface MailOptions {
  /** Undefined on a server that sends no mails. */
  mailer?: Mailer;
  /** What the links in the mails begin with. */
  publicUrl: string;
  limits: {
    /** Mails of one kind an hour to one address. */
    recipient: number;
    /** Mails an hour that one address of the network has sent to anybody. */
    caller: number;
  };
}
