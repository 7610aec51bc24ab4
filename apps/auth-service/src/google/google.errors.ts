import { AUTH_REASONS, DomainError } from '@messenger/errors';

export class GoogleSignInNotConfiguredError extends DomainError {
  constructor() {
    super(AUTH_REASONS.GOOGLE_SIGN_IN_DISABLED, 'This server has no sign-in with Google');
  }
}

export class OAuthStateInvalidError extends DomainError {
  constructor() {
    super(AUTH_REASONS.OAUTH_STATE_INVALID, 'This sign-in was not begun here, or is over; begin again');
  }
}

export class IdTokenInvalidError extends DomainError {
  constructor() {
    super(AUTH_REASONS.ID_TOKEN_INVALID, "The id_token is not Google's, not for us, or not for now");
  }
}

export class EmailNotVerifiedError extends DomainError {
  constructor() {
    super(AUTH_REASONS.EMAIL_NOT_VERIFIED, 'Google does not say that the address is theirs');
  }
}

export class GoogleKeysUnavailableError extends DomainError {
  constructor() {
    super(AUTH_REASONS.GOOGLE_UNAVAILABLE, "Google's signing keys cannot be had");
  }
}

export class AccountExistsError extends DomainError {
  constructor() {
    super(AUTH_REASONS.ACCOUNT_EXISTS, 'The address has an account; sign in to it first, then add Google');
  }
}

export class IdentityTakenError extends DomainError {
  constructor() {
    super(AUTH_REASONS.IDENTITY_TAKEN, 'This Google account belongs to another account');
  }
}

/** One error for a code that is unknown, expired, used, or another browser's. */
export class ExchangeCodeInvalidError extends DomainError {
  constructor() {
    super(AUTH_REASONS.EXCHANGE_CODE_INVALID, 'The code is not good, or not any more; sign in again');
  }
}
