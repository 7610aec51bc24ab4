import type { components } from './gen/openapi.js';

/** The API's answer was a refusal; decide by `reason`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly problem: components['schemas']['Problem'],
    /** Seconds to wait before asking again, where the API says so. */
    readonly retryAfter: number | undefined,
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

/** The session has ended: nothing but signing in again helps. */
export class SignedOutError extends Error {
  override readonly name = 'SignedOutError';
}

/** The live connection has ended for good: `code` and `reason` are those of its close frame. */
export class LiveEndedError extends Error {
  override readonly name = 'LiveEndedError';

  constructor(
    readonly code: number,
    readonly reason: string,
  ) {
    super(`The live connection has ended: ${code} ${reason}`);
  }
}

/** Whether the same may go well later: there was no answer, there were too many requests, or the API failed. */
export function isPassing(error: unknown): boolean {
  // fetch rejects with a TypeError where the network fails.
  if (!(error instanceof ProblemError)) return error instanceof TypeError;
  return error.status === 429 || error.status >= 500;
}
