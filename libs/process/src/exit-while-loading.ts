/** A shell's: 128 and the number of the signal. */
const SIGNAL_EXIT_CODE = 128;

/**
 * Images preload this: as process 1 of a container a signal without a listener does nothing, and an app loads for seconds
 * before it listens itself. Until then there is nothing to drain; the exit code is that of a process which a signal has
 * ended, so that a migration that was stopped is none that has succeeded.
 */
export function exitWhileLoading(_signal: NodeJS.Signals, number: number): never {
  process.exit(SIGNAL_EXIT_CODE + number);
}

export const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

for (const signal of STOP_SIGNALS) process.on(signal, exitWhileLoading);
