import { AUTH_REASONS, DomainError } from '@messenger/errors';

export class AccountNotFoundError extends DomainError {
  constructor() {
    super(AUTH_REASONS.ACCOUNT_NOT_FOUND, 'No account has this id');
  }
}

export class OwnAccountError extends DomainError {
  constructor() {
    super(AUTH_REASONS.OWN_ACCOUNT, 'Administrators cannot do this to themselves');
  }
}
