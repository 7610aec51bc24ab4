import { AUTH_REASONS, DomainError } from '@messenger/errors';

export class AccountSuspendedError extends DomainError {
  constructor() {
    super(AUTH_REASONS.ACCOUNT_SUSPENDED, 'The keepers of this server have suspended the account');
  }
}

export class SessionNotFoundError extends DomainError {
  constructor() {
    super(AUTH_REASONS.SESSION_NOT_FOUND, 'There is no such session');
  }
}

export class RefreshTokenInvalidError extends DomainError {
  constructor() {
    super(AUTH_REASONS.REFRESH_TOKEN_INVALID, 'The refresh token is unknown, or its session has ended');
  }
}

export class RefreshTokenReusedError extends DomainError {
  constructor() {
    super(AUTH_REASONS.REFRESH_TOKEN_REUSED, 'The refresh token was replaced before; its session is revoked');
  }
}
