import { readFileSync } from 'node:fs';

const INTERVAL_MS = 50;

/** Bytes by name. */
export type Memory = Record<string, number>;

/** What each process has in memory, by its name. */
export function residentBytes(pids: Record<string, number>): Memory {
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, residentBytesOf(pid)]));
}

export function residentBytesOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024;
}

/** The most that each process has while `work` runs. */
export async function mostDuring(pids: Record<string, number>, work: Promise<unknown>): Promise<Memory> {
  const most = residentBytes(pids);
  const measure = (): void => {
    for (const [name, bytes] of Object.entries(residentBytes(pids))) most[name] = Math.max(most[name]!, bytes);
  };
  const timer = setInterval(measure, INTERVAL_MS);
  await work.finally(() => clearInterval(timer));
  return most;
}
