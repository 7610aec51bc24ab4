import { setTimeout as sleep } from 'node:timers/promises';

/** PostgreSQL and its roles may come minutes after the Job: images are pulled, and an operator makes one by one. */
const WAIT_MS = 5 * 60_000;
const PAUSE_MS = 2_000;

/** The network's errors of a server that is not there yet. */
const UNREACHABLE = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
];

/** SQLSTATE of a server that starts, or that has not made the role or the database yet. */
const NOT_READY = ['57P03', '28000', '28P01', '3D000'];

interface ConnectOptions {
  onWait: (reason: string, waitedMs: number) => void;
  waitMs?: number;
  pauseMs?: number;
}

/** Connects as soon as the server lets it; gives up at once where waiting would not help, and after `waitMs`. */
export async function connectWhenReady(
  connect: () => Promise<unknown>,
  { onWait, waitMs = WAIT_MS, pauseMs = PAUSE_MS }: ConnectOptions,
): Promise<void> {
  const start = Date.now();
  for (;;) {
    try {
      await connect();
      return;
    } catch (error) {
      const waitedMs = Date.now() - start;
      if (!isWorthWaiting(error) || waitedMs >= waitMs) throw error;
      onWait(reasonOf(error), waitedMs);
      await sleep(pauseMs);
    }
  }
}

function isWorthWaiting(error: unknown): boolean {
  const { code = '', message } = error as { code?: string; message?: string };
  // pg's own time limit has no code.
  return [...UNREACHABLE, ...NOT_READY].includes(code) || /timeout expired|timeout/i.test(message ?? '');
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  return message === '' ? String(code) : message;
}
