import { setTimeout as sleep } from 'node:timers/promises';
import type { Exit } from './child.js';

export interface Supervised {
  readonly name: string;
  /** Of the process that runs now. */
  readonly exited: Promise<Exit> | undefined;
  start(signal?: AbortSignal): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/** Starts it again whenever it ends, after pauses that double while it does not stay up, until `signal` aborts. */
export async function supervise(subject: Supervised, log: (line: string) => void, signal: AbortSignal): Promise<void> {
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const startedAt = Date.now();
    const exit = await subject.exited;
    if (signal.aborted) return;
    if (Date.now() - startedAt > LONGEST_PAUSE_MS) pause = FIRST_PAUSE_MS;
    log(`${subject.name} ended (${exit?.signal ?? `code ${exit?.code}`}); starting it again in ${pause / 1000} s`);
    await restart(subject, pause, log, signal);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}

/** A start that fails leaves an ended process behind, which the loop above finds at once. */
async function restart(
  subject: Supervised,
  pause: number,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  try {
    await sleep(pause, undefined, { signal });
    await subject.start(signal);
    log(`${subject.name} is ready again`);
  } catch (error) {
    if (!signal.aborted) log(error instanceof Error ? error.message : String(error));
  }
}
