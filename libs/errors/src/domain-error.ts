import type { ErrorReason } from './gen/reasons.js';

/** The gRPC status codes that a domain rule may answer with. */
export type ErrorCode =
  | 'INVALID_ARGUMENT'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'FAILED_PRECONDITION'
  /** What is asked for is no longer kept. */
  | 'OUT_OF_RANGE'
  | 'RESOURCE_EXHAUSTED'
  | 'UNAVAILABLE'
  | 'DEADLINE_EXCEEDED'
  | 'INTERNAL';

/** One field of a request and what is wrong with it; nested fields are joined by dots. */
export interface FieldError {
  field: string;
  message: string;
}

/** What an error may carry besides its message. */
export interface ErrorDetails {
  fields?: FieldError[];
  /** In seconds. The name crosses between versions, in the trailers. */
  retryAfter?: number;
}

/**
 * A failure that the caller gets to know: the only kind of error that crosses from a service to the gateway.
 *
 * `reason` is UPPER_SNAKE and part of the contract; `message` is for people and may change.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly reason: string;

  constructor(
    { code, reason }: ErrorReason,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.name = new.target.name;
  }
}
