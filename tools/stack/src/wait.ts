import { setTimeout as sleep } from 'node:timers/promises';

/** Thrown by a probe that knows waiting longer is useless. */
export class GiveUpError extends Error {}

export interface Patience {
  /** What is awaited, for the error: "PostgreSQL to accept connections". */
  what: string;
  timeoutMs: number;
  everyMs?: number;
  signal?: AbortSignal | undefined;
}

/** Repeats `probe` until it returns without throwing; throws its last error once the time is up. */
export async function until<T>(probe: () => Promise<T> | T, patience: Patience): Promise<T> {
  const deadline = Date.now() + patience.timeoutMs;
  for (;;) {
    patience.signal?.throwIfAborted();
    try {
      return await probe();
    } catch (error) {
      if (error instanceof GiveUpError) throw error;
      if (Date.now() > deadline) throw timeUp(patience, error);
    }
    await sleep(patience.everyMs ?? 100, undefined, { signal: patience.signal });
  }
}

/** Whether `promise` settled within `ms`. */
export async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(ms, false, { signal: timer.signal }).catch(() => false);
  const settled = promise.then(
    () => true,
    () => true,
  );
  const result = await Promise.race([settled, late]);
  timer.abort();
  return result;
}

/** "1.2 s" since `start` (a `Date.now()`). */
export function secondsSince(start: number): string {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}

function timeUp({ what, timeoutMs }: Patience, cause: unknown): Error {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new Error(`Waited ${timeoutMs / 1000} s for ${what}: ${detail}`, { cause });
}
