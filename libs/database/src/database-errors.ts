import { DomainError, UnavailableError } from '@messenger/errors';
import { DatabaseError } from 'pg';

/**
 * https://www.postgresql.org/docs/current/errcodes-appendix.html: connection failures, shutdowns, too many clients, and
 * sessions that the server ended because they were idle for too long in a transaction.
 */
const CONNECTION_LOST_CODES =
  /^(08...|57P0[1-5]|25P0[34]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const SILENCE = 'Query read timeout';
const CONNECTION_LOST_MESSAGES = new RegExp(
  `timeout exceeded when trying to connect|${SILENCE}|Connection terminated|not queryable|Cannot use a pool after`,
);
/** No room; statement or lock took too long; a standby that takes no writes; a conflict with another transaction. */
const TRY_LATER_CODES = /^(53...|57014|55P03|25006|40...)$/;
/** Serialization failure, deadlock: everything is rolled back, and the same may succeed at once. */
const RETRYABLE_CODES = ['40001', '40P01'];
const UNIQUE_VIOLATION = '23505';
/** Data exceptions. */
const INVALID_DATA_CODES = /^22...$/;

/** The database could not be asked, or not do it now, rather than disliked the question. */
export class DatabaseUnavailableError extends UnavailableError {
  constructor(override readonly cause: unknown) {
    super();
  }
}

/** What the caller of a statement gets of a driver's error. */
export function toDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const unavailable = isConnectionLost(error) || TRY_LATER_CODES.test(codeOf(error));
  return unavailable ? new DatabaseUnavailableError(error) : error;
}

/** Whether the connection can no longer be used, or is in an unknown state. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return CONNECTION_LOST_CODES.test(codeOf(error)) || CONNECTION_LOST_MESSAGES.test(error.message);
}

/** Whether the server did not even say that a statement takes too long. */
export function isSilence(error: unknown): boolean {
  return error instanceof Error && error.message === SILENCE;
}

/** Whether the transaction lost against another one: it is rolled back, and may succeed when it is run again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof DatabaseError && RETRYABLE_CODES.includes(codeOf(error));
}

function codeOf(error: Error): string {
  return (error as { code?: string }).code ?? '';
}

/** Whether a row like that exists already, by the constraint or unique index of that name. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return error instanceof DatabaseError && error.code === UNIQUE_VIOLATION && error.constraint === constraint;
}

/** Whether the database cannot store a value that it was given: nothing is written, and other values may pass. */
export function isInvalidData(error: unknown): boolean {
  return error instanceof DatabaseError && INVALID_DATA_CODES.test(error.code ?? '');
}
