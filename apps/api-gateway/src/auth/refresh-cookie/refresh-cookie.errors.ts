import { AUTH_REASONS, DomainError } from '@messenger/errors';

export class NoRefreshCookieError extends DomainError {
  constructor() {
    super(AUTH_REASONS.REFRESH_TOKEN_INVALID, 'The browser has no cookie with a refresh token');
  }
}
