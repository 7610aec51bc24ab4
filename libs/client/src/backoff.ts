const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 10_000;

/**
 * Exponential backoff with full jitter, so that clients that fail together do not retry together
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export class Backoff {
  private attempts = 0;

  reset(): void {
    this.attempts = 0;
  }

  /** Resolves after a random pause of `minMs` or longer, or at once when the signal aborts. */
  async pause(signal?: AbortSignal, minMs = 0): Promise<void> {
    const maxMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.attempts++);
    await sleep(minMs + Math.random() * maxMs, signal);
  }
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const timer = setTimeout(wake, ms);
    signal?.addEventListener('abort', wake, { once: true });
    function wake(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      resolve();
    }
  });
}
