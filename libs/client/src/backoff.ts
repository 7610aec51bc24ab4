/** Milliseconds. */
const FIRST = 250;
const LONGEST = 10_000;

/**
 * Pauses between attempts, each up to twice as long as the last, drawn at random: clients that fail together must not
 * come back together ("full jitter", https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export class Backoff {
  private attempts = 0;

  reset(): void {
    this.attempts = 0;
  }

  /** @param atLeast milliseconds. The signal cuts the pause short. */
  async pause(signal?: AbortSignal, atLeast = 0): Promise<void> {
    const longest = Math.min(LONGEST, FIRST * 2 ** this.attempts++);
    await sleep(atLeast + Math.random() * longest, signal);
  }
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(wake, milliseconds);
    signal?.addEventListener('abort', wake, { once: true });
    function wake(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    }
  });
}
