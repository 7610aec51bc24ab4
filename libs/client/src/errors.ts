import type { components } from './gen/openapi.js';

/** The API refused the request with a problem; decide by its `reason`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly problem: components['schemas']['Problem'],
    /** From the Retry-After header. */
    readonly retryAfterSeconds: number | undefined,
  ) {
    const fields = problem.errors?.map(({ field, message }) => `${field}: ${message}`) ?? [];
    super([`${problem.reason}: ${problem.detail}`, ...fields].join('; '));
  }

  get reason(): string {
    return this.problem.reason;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** The session has ended: the user has to sign in again. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError';
}

/** The server closed the live connection for good: `code` and `reason` are those of its close frame. */
export class LiveEndedError extends Error {
  override readonly name = 'LiveEndedError';

  constructor(
    readonly code: number,
    readonly reason: string,
  ) {
    super(`The live connection has ended: ${code} ${reason}`);
  }
}

/** Whether a retry may succeed: the network failed, the rate limit was exceeded, or the API failed. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return isNetworkError(error);
  return error.status === 429 || error.status >= 500;
}

/** fetch rejects with a TypeError where the network fails, and with a TimeoutError where its signal's time is over. */
function isNetworkError(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
}

/** Refusals of an access token that a fresh one may cure; a wrong clock (ACCESS_TOKEN_FROM_FUTURE) is none. */
const REFRESHABLE_REASONS = ['UNAUTHENTICATED', 'ACCESS_TOKEN_EXPIRED', 'ACCESS_TOKEN_INVALID', 'SESSION_REVOKED'];

export function isRefreshable(reason: string | undefined): boolean {
  return reason !== undefined && REFRESHABLE_REASONS.includes(reason);
}
