import { AUTH_REASONS, DomainError } from '@messenger/errors';

/** NOT_FOUND: without a mail server, the routes that need one do not exist. */
export class MailNotConfiguredError extends DomainError {
  constructor() {
    super(AUTH_REASONS.MAIL_NOT_CONFIGURED, 'This server sends no mails; its operator can set MAIL_URL');
  }
}
