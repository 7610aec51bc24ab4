import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@messenger/errors';

const MAX_ATTEMPTS = 3;
const BASE_DELAY_MS = 25;
/** What a quiet time may save for a burst of failures. */
const MAX_SAVED_RETRIES = 10;

/** Retries are a share of the calls, so that a service in trouble sees no storm. */
export class RetryBudget {
  private saved = 1;

  /** @param percent of the calls that may be repeated */
  constructor(private readonly percent: number) {}

  /** Counts a call. */
  deposit(): void {
    this.saved = Math.min(MAX_SAVED_RETRIES, this.saved + this.percent / 100);
  }

  /** Whether one may be repeated; then it is. */
  withdraw(): boolean {
    if (this.percent === 0 || this.saved < 1) return false;
    this.saved--;
    return true;
  }
}

/**
 * Repeats a call that was answered UNAVAILABLE, after a pause with full jitter
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter).
 *
 * @param mayRetry asked with the length of each pause; what it allows is done
 */
export async function withRetries<T>(attempt: () => Promise<T>, mayRetry: (pauseMs: number) => boolean): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      const pauseMs = Math.random() * BASE_DELAY_MS * 2 ** (attempts - 1);
      if (attempts === MAX_ATTEMPTS || !isUnavailable(error) || !mayRetry(pauseMs)) throw error;
      await pause(pauseMs);
    }
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'UNAVAILABLE';
}
