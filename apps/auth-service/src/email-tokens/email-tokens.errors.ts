import { AUTH_REASONS, DomainError } from '@messenger/errors';

/** The same for an unknown, a used, an expired and somebody else's token. */
export class EmailTokenInvalidError extends DomainError {
  constructor() {
    super(AUTH_REASONS.EMAIL_TOKEN_INVALID, 'The link is not valid, or not any more: ask for another one');
  }
}
