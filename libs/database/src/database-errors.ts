import { QueryFailedError, QueryRunnerAlreadyReleasedError } from 'typeorm';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: connection failures, shutdowns, too many clients. */
const UNAVAILABLE_CODES =
  /^(08...|57P0[1-4]|53[0-4]..|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
const UNAVAILABLE_MESSAGES =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|not queryable|Cannot use a pool after/;
const UNIQUE_VIOLATION = '23505';
/** Data exceptions. */
const INVALID_DATA_CODES = /^22...$/;

interface DriverError {
  code?: string;
  constraint?: string;
  message: string;
}

function driverErrorOf(error: unknown): DriverError | undefined {
  if (error instanceof QueryFailedError) return error.driverError as DriverError;
  return error instanceof Error ? error : undefined;
}

/** Whether the database could not be asked, rather than disliked the question. */
export function isDatabaseUnavailable(error: unknown): boolean {
  // What TypeORM says of a connection that was lost between two statements.
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  const driverError = driverErrorOf(error);
  if (driverError === undefined) return false;
  return UNAVAILABLE_CODES.test(driverError.code ?? '') || UNAVAILABLE_MESSAGES.test(driverError.message);
}

/** Whether a row like that exists already, by the constraint or unique index of that name. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  const driverError = driverErrorOf(error);
  return driverError?.code === UNIQUE_VIOLATION && driverError.constraint === constraint;
}

/** Whether the database cannot store a value that it was given: nothing is written, and other values may pass. */
export function isInvalidData(error: unknown): boolean {
  return INVALID_DATA_CODES.test(driverErrorOf(error)?.code ?? '');
}
