import { AUTH_REASONS, DomainError } from '@messenger/errors';

export class IdentityNotFoundError extends DomainError {
  constructor() {
    super(AUTH_REASONS.IDENTITY_NOT_FOUND, 'There is no such identity');
  }
}

export class LastSignInMethodError extends DomainError {
  constructor() {
    super(AUTH_REASONS.LAST_SIGN_IN_METHOD, 'It is the only way in; set a password first');
  }
}
