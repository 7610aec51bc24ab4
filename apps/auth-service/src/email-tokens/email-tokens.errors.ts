import { AUTH_REASONS, DomainError } from '@messenger/errors';

/** One error for an unknown, a used and an expired token, and for one of another account. */
export class EmailTokenInvalidError extends DomainError {
  constructor() {
    super(AUTH_REASONS.EMAIL_TOKEN_INVALID, 'The link is not valid, or not any more: ask for another one');
  }
}
