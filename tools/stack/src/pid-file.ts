import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endAll, familyOf, signalProcess, startOf } from './processes.js';

interface RunningProcess {
  pid: number;
  started: string;
}

/** Written beside the data of each process, so that the next run finds what a killed supervisor left behind. */
interface PidRecord extends RunningProcess {
  supervisor: RunningProcess;
}

/** The data folder belongs to a run that is alive. */
export class InUseError extends Error {
  constructor(readonly pid: number) {
    super(`Already running here, as process ${pid}; stop that one first`);
  }
}

export function recordPid(file: string, pid: number): void {
  const started = startOf(pid);
  if (!started) return;
  const record: PidRecord = { pid, started, supervisor: thisProcess() };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(record));
}

export function forgetPid(file: string): void {
  rmSync(file, { force: true });
}

/**
 * Ends the recorded process if its supervisor died without doing so.
 * @throws InUseError where the supervisor lives
 */
export async function endOrphan(file: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<boolean> {
  const record = readRecord(file);
  if (!record || !runs(record)) {
    forgetPid(file);
    return false;
  }
  if (runs(record.supervisor)) throw new InUseError(record.supervisor.pid);
  const family = familyOf(record.pid);
  signalProcess(record.pid, signal);
  await endAll(family, 5_000);
  forgetPid(file);
  return true;
}

/** Ends every such process that has its pid file in the folder. */
export async function endOrphans(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await Promise.all(readdirSync(folder).map((name) => endOrphan(join(folder, name))));
}

/**
 * Makes this process the only one that works in the folder; returns the release.
 * @throws InUseError where another one does
 */
export function lock(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const holder = lockHolder(file);
  if (holder) throw new InUseError(holder);
  forgetPid(file);
  try {
    writeFileSync(file, JSON.stringify(thisProcess()), { flag: 'wx' });
  } catch {
    throw new InUseError(lockHolder(file) ?? 0);
  }
  return () => forgetPid(file);
}

/** The pid of the living process that holds the lock. */
export function lockHolder(file: string): number | undefined {
  const holder = readRecord(file);
  return holder && runs(holder) ? holder.pid : undefined;
}

function thisProcess(): RunningProcess {
  return { pid: process.pid, started: startOf(process.pid) ?? '' };
}

function runs({ pid, started }: RunningProcess): boolean {
  return startOf(pid) === started;
}

function readRecord(file: string): PidRecord | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PidRecord;
  } catch {
    return undefined;
  }
}
