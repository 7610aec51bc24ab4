import { AUTH_REASONS, DomainError } from '@messenger/errors';

/** This server has nothing to send mails by, so what needs one does not exist on it. */
export class MailNotConfiguredError extends DomainError {
  constructor() {
    super(AUTH_REASONS.MAIL_NOT_CONFIGURED, 'This server sends no mails; its operator can set MAIL_URL');
  }
}
