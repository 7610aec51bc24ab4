import { setTimeout as sleep } from 'node:timers/promises';

const MIN_PAUSE_MS = 20;
/** A check may be a request: fifty of them a second would take the processor from what is waited for. */
const MAX_PAUSE_MS = 100;

/**
 * Repeats a check until it neither throws nor rejects, and returns its value; after `timeoutMs`, throws its last error.
 * The default is for what has to recover on a busy machine: nothing takes so long that works. The pauses grow with the time
 * that it takes, of which they stay a tenth.
 */
export async function eventually<T>(check: () => Promise<T> | T, timeoutMs = 30_000): Promise<T> {
  const startedMs = performance.now();
  for (;;) {
    try {
      return await check();
    } catch (error) {
      const elapsedMs = performance.now() - startedMs;
      if (elapsedMs >= timeoutMs) throw error;
      // The last check is one at the end of the time.
      await sleep(Math.min(pauseAfter(elapsedMs), timeoutMs - elapsedMs));
    }
  }
}

function pauseAfter(elapsedMs: number): number {
  return Math.min(Math.max(elapsedMs / 10, MIN_PAUSE_MS), MAX_PAUSE_MS);
}
