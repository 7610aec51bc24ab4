import { DomainError, UnavailableError } from '@messenger/errors';
import { DatabaseError } from 'pg';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: connection failures, shutdowns, too many clients. */
const UNAVAILABLE_CODES =
  /^(08...|57P0[1-4]|53[0-4]..|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const UNAVAILABLE_MESSAGES =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|not queryable|Cannot use a pool after/;
const UNIQUE_VIOLATION = '23505';
/** Data exceptions. */
const INVALID_DATA_CODES = /^22...$/;

/** The database could not be asked, rather than disliked the question. */
export class DatabaseUnavailableError extends UnavailableError {
  constructor(override readonly cause: unknown) {
    super();
  }
}

/** What the caller of a statement gets of a driver's error. */
export function toDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DomainError) return error;
  const { code = '' } = error as { code?: string };
  const unavailable = UNAVAILABLE_CODES.test(code) || UNAVAILABLE_MESSAGES.test(error.message);
  return unavailable ? new DatabaseUnavailableError(error) : error;
}

/** Whether a row like that exists already, by the constraint or unique index of that name. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  return error instanceof DatabaseError && error.code === UNIQUE_VIOLATION && error.constraint === constraint;
}

/** Whether the database cannot store a value that it was given: nothing is written, and other values may pass. */
export function isInvalidData(error: unknown): boolean {
  return error instanceof DatabaseError && INVALID_DATA_CODES.test(error.code ?? '');
}
