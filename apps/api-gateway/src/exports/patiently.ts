import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@messenger/errors';

/** Well below the silence after which an export counts as failed: a service that restarts is back by then. */
const MAX_ATTEMPTS = 20;
const PAUSE_MS = 1_000;
const PASSING = ['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED'];

/** Repeats a call, which must do no harm twice, while a service does not answer. */
export async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const isPassing = error instanceof DomainError && PASSING.includes(error.code);
      if (!isPassing || attempt === MAX_ATTEMPTS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
