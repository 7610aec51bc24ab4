import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
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

/** Nothing can be stored there: it belongs to another user, is no folder, or its disk is full or read-only. */
export class UnwritableFolderError extends Error {
  constructor(folder: string, cause: Error) {
    super(`The folder ${resolve(folder)} cannot be written to: ${cause.message}`, { cause });
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
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UnwritableFolderError(folder, error as Error);
  }
  await Promise.all(readdirSync(folder).map((name) => endOrphan(join(folder, name))));
}

/**
 * Makes this process the only one that works in the folder; returns the release.
 * @throws InUseError where another one does, UnwritableFolderError
 */
export function lock(file: string): () => void {
  const holder = lockHolder(file);
  if (holder) throw new InUseError(holder);
  try {
    mkdirSync(dirname(file), { recursive: true });
    forgetPid(file);
    writeFileSync(file, JSON.stringify(thisProcess()), { flag: 'wx' });
  } catch (error) {
    // Another process has taken it since.
    const other = lockHolder(file);
    throw other ? new InUseError(other) : new UnwritableFolderError(dirname(file), error as Error);
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
