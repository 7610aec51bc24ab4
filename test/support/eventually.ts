import { vi } from 'vitest';

/** Repeats `probe` until it neither throws nor rejects: what has failed needs its time to come back. */
export function eventually<T>(probe: () => Promise<T> | T, timeout = 30_000): Promise<T> {
  return vi.waitFor(probe, { timeout, interval: 50 });
}
