import { DomainError, type FieldError } from './domain-error.js';
import { COMMON_REASONS, type ErrorReason } from './gen/reasons.js';

/** The request is malformed; every wrong field is named. */
export class ValidationFailedError extends DomainError {
  constructor(fields: FieldError[]) {
    super(COMMON_REASONS.VALIDATION_FAILED, 'The request has invalid fields', { fields });
  }
}

/** The access token is missing; the subclasses say what else may be wrong with it. */
export class UnauthenticatedError extends DomainError {
  constructor(message = 'An access token is required', reason: ErrorReason = COMMON_REASONS.UNAUTHENTICATED) {
    super(reason, message);
  }
}

/** What an access token may be refused for once it was shown. */
export const ACCESS_TOKEN_REASONS: string[] = [
  COMMON_REASONS.ACCESS_TOKEN_INVALID.reason,
  COMMON_REASONS.ACCESS_TOKEN_EXPIRED.reason,
  COMMON_REASONS.ACCESS_TOKEN_FROM_FUTURE.reason,
  COMMON_REASONS.SESSION_REVOKED.reason,
];

/** Says no more than that: whoever guesses tokens learns nothing. */
export class AccessTokenInvalidError extends UnauthenticatedError {
  constructor() {
    super('The access token is not valid', COMMON_REASONS.ACCESS_TOKEN_INVALID);
  }
}

export class AccessTokenExpiredError extends UnauthenticatedError {
  constructor() {
    super('The access token has expired', COMMON_REASONS.ACCESS_TOKEN_EXPIRED);
  }
}

export class AccessTokenFromFutureError extends UnauthenticatedError {
  constructor() {
    super('The access token is from the future: a clock is wrong', COMMON_REASONS.ACCESS_TOKEN_FROM_FUTURE);
  }
}

export class SessionRevokedError extends UnauthenticatedError {
  constructor() {
    super('The session has ended', COMMON_REASONS.SESSION_REVOKED);
  }
}

/** Too many requests; the same one may succeed after `retryAfter` seconds. */
export class RateLimitedError extends DomainError {
  constructor(retryAfter: number) {
    super(COMMON_REASONS.RATE_LIMITED, 'Too many requests', { retryAfter });
  }
}

/** What is down may be back by then. Seconds. */
const RETRY_AFTER = 1;

/** A part that the answer needs is down; the same request may succeed later. */
export class UnavailableError extends DomainError {
  constructor(message = 'A part of the service is not available') {
    super(COMMON_REASONS.UNAVAILABLE, message, { retryAfter: RETRY_AFTER });
  }
}

/** The answer took too long; whether the request took effect is unknown. */
export class DeadlineExceededError extends DomainError {
  constructor() {
    super(COMMON_REASONS.DEADLINE_EXCEEDED, 'The answer took too long');
  }
}

/** For the caller there is no such thing: also where it is nothing of theirs. */
export class NotFoundError extends DomainError {
  constructor() {
    super(COMMON_REASONS.NOT_FOUND, 'There is no such route');
  }
}

/** Our fault; the log knows more. */
export class InternalError extends DomainError {
  constructor() {
    super(COMMON_REASONS.INTERNAL, 'Something went wrong');
  }
}
