import type { Mailer } from './mailer.js';

export const MAIL_OPTIONS = Symbol('MAIL_OPTIONS');

export interface MailOptions {
  /** Undefined on a server that sends no mails. */
  mailer: Mailer | undefined;
  /** Prefix of the links in the mails. */
  publicUrl: string;
  limits: {
    /** Mails an hour for one purpose to one e-mail address. */
    recipient: number;
    /** Mails an hour for one purpose that one network can request, whomever they go to. */
    caller: number;
    /** Of an IPv4 address, how many bits make its network. */
    ipv4Bits: number;
  };
}
