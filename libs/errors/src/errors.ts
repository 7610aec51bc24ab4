import { DomainError, type FieldError } from './domain-error.js';
import { COMMON_REASONS } from './gen/reasons.js';

/** The request is malformed; every wrong field is named. */
export class ValidationFailedError extends DomainError {
  constructor(fields: FieldError[]) {
    super(COMMON_REASONS.VALIDATION_FAILED, 'The request has invalid fields', { fields });
  }
}

/** The access token is missing, malformed, expired or revoked. */
export class UnauthenticatedError extends DomainError {
  constructor(message = 'A valid access token is required') {
    super(COMMON_REASONS.UNAUTHENTICATED, message);
  }
}

/** Too many requests; the same one may succeed after `retryAfter` seconds. */
export class RateLimitedError extends DomainError {
  constructor(retryAfter: number) {
    super(COMMON_REASONS.RATE_LIMITED, 'Too many requests', { retryAfter });
  }
}

/** A part that the answer needs is down; the same request may succeed later. */
export class UnavailableError extends DomainError {
  constructor(message = 'A part of the service is not available') {
    super(COMMON_REASONS.UNAVAILABLE, message);
  }
}

/** The answer took too long; whether the request took effect is unknown. */
export class DeadlineExceededError extends DomainError {
  constructor() {
    super(COMMON_REASONS.DEADLINE_EXCEEDED, 'The answer took too long');
  }
}

/** Our fault; the log knows more. */
export class InternalError extends DomainError {
  constructor() {
    super(COMMON_REASONS.INTERNAL, 'Something went wrong');
  }
}
