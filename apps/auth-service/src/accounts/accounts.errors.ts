import { DomainError } from '@messenger/errors';

export class EmailTakenError extends DomainError {
  constructor() {
    super('ALREADY_EXISTS', 'EMAIL_TAKEN', 'There is an account with this address');
  }
}

/** The same whether the address, the password or both are wrong. */
export class InvalidCredentialsError extends DomainError {
  constructor() {
    super('UNAUTHENTICATED', 'INVALID_CREDENTIALS', 'The address or the password is wrong');
  }
}

export class RecentSignInRequiredError extends DomainError {
  constructor() {
    super(
      'PERMISSION_DENIED',
      'RECENT_SIGN_IN_REQUIRED',
      'Sign in again first; this needs a sign-in under 10 minutes old',
    );
  }
}
