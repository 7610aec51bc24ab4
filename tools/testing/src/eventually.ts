import { vi } from 'vitest';

const INTERVAL_MS = 20;

/**
 * Repeats a check until it neither throws nor rejects, and returns its value; after `timeoutMs`, throws its last error.
 * The default is for what has to recover on a busy machine: nothing takes so long that works.
 */
export function eventually<T>(check: () => Promise<T> | T, timeoutMs = 30_000): Promise<T> {
  return vi.waitFor(check, { timeout: timeoutMs, interval: INTERVAL_MS });
}
