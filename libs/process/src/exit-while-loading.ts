/**
 * Images preload this: as process 1 of a container a signal without a listener does nothing, and an app loads for seconds
 * before it listens itself. Until then there is nothing to drain.
 */
export function exitWhileLoading(): never {
  process.exit(0);
}

export const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

for (const signal of STOP_SIGNALS) process.on(signal, exitWhileLoading);
