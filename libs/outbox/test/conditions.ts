import { until } from '@messenger/stack';

/** Repeats `check` until it passes. */
export function eventually(what: string, check: () => Promise<void> | void): Promise<void> {
  return until(check, { what, timeoutMs: 20_000, everyMs: 20 });
}

/** A promise that is kept by hand. */
export function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}
