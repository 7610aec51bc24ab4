import { AUTH_REASONS, DomainError } from '@messenger/errors';

export class GoogleNotConfiguredError extends DomainError {
  constructor() {
    super(AUTH_REASONS.GOOGLE_SIGN_IN_DISABLED, 'This server has no sign-in with Google');
  }
}

export class RedirectNotAllowedError extends DomainError {
  constructor() {
    super(AUTH_REASONS.REDIRECT_NOT_ALLOWED, 'A sign-in may not end there');
  }
}

export class PublicUrlMismatchError extends DomainError {
  constructor(host: string, publicUrl: string) {
    super(
      AUTH_REASONS.PUBLIC_URL_MISMATCH,
      `Google can be used at ${publicUrl} (PUBLIC_URL), but this request came to ${host}: open the page there. Where ` +
        'you did, PUBLIC_URL is wrong, or a proxy hides the Host header, or its X-Forwarded-Host is not believed (TRUSTED_PROXIES)',
    );
  }
}

export class AccessDeniedError extends DomainError {
  constructor() {
    super(AUTH_REASONS.ACCESS_DENIED, 'The sign-in was cancelled at Google');
  }
}

export class GoogleTokenUnavailableError extends DomainError {
  constructor() {
    super(AUTH_REASONS.GOOGLE_UNAVAILABLE, 'Google does not answer');
  }
}

export class GoogleRefusedError extends DomainError {
  constructor() {
    super(AUTH_REASONS.GOOGLE_REFUSED, 'Google refused the sign-in');
  }
}
