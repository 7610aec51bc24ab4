import { DomainError } from '@messenger/errors';

export class IdentityNotFoundError extends DomainError {
  constructor() {
    super('NOT_FOUND', 'IDENTITY_NOT_FOUND', 'There is no such identity');
  }
}

export class LastSignInMethodError extends DomainError {
  constructor() {
    super('FAILED_PRECONDITION', 'LAST_SIGN_IN_METHOD', 'It is the only way in; set a password first');
  }
}
