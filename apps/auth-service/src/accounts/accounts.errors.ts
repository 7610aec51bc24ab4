import { AUTH_REASONS, DomainError } from '@messenger/errors';

export class EmailTakenError extends DomainError {
  constructor() {
    super(AUTH_REASONS.EMAIL_TAKEN, 'There is an account with this address');
  }
}

/** One error for a wrong address and a wrong password. */
export class InvalidCredentialsError extends DomainError {
  constructor() {
    super(AUTH_REASONS.INVALID_CREDENTIALS, 'The address or the password is wrong');
  }
}

export class RecentSignInRequiredError extends DomainError {
  constructor() {
    super(AUTH_REASONS.RECENT_SIGN_IN_REQUIRED, 'Sign in again first; this needs a sign-in under 10 minutes old');
  }
}
