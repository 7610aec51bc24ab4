import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

interface ProcessRow {
  pid: number;
  parent: number;
  group: number;
  /** When it started, in whatever unit the system uses: it distinguishes a process from a later one with the same pid. */
  started: string;
}

/** The start of the process with this pid, or undefined where none runs (a zombie does not run). */
export function startOf(pid: number): string | undefined {
  return processTable([pid])[0]?.started;
}

/** The process, all it started, and the group it leads, as far as they run. */
export function familyOf(pid: number): number[] {
  const rows = processTable();
  const family = new Set(rows.filter((row) => row.pid === pid || row.group === pid).map((row) => row.pid));
  for (let size = -1; size !== family.size;) {
    size = family.size;
    for (const row of rows) if (family.has(row.parent)) family.add(row.pid);
  }
  return [...family];
}

/** Sends the signal, to the group -pid where pid is negative; false where there is no such process any more. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  // kill(2) takes 0 for the caller's own group.
  if (!pid) return false;
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Resolves once none of the processes runs; those that still do after `graceMs` are killed. */
export async function endAll(pids: number[], graceMs: number): Promise<void> {
  const deadline = Date.now() + graceMs;
  for (let left = running(pids); left.length > 0; left = running(left)) {
    if (Date.now() > deadline) left.forEach((pid) => signalProcess(pid, 'SIGKILL'));
    await sleep(20);
  }
}

function running(pids: number[]): number[] {
  return pids.length === 0 ? [] : processTable(pids).map((row) => row.pid);
}

function processTable(only?: number[]): ProcessRow[] {
  return process.platform === 'linux' ? tableFromProc(only) : tableFromPs(only);
}

/** A bare Debian has no `ps`, hence /proc. */
function tableFromProc(only?: number[]): ProcessRow[] {
  const pids =
    only ??
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  return pids.flatMap((pid) => rowFromProc(pid) ?? []);
}

function rowFromProc(pid: number): ProcessRow | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the name in brackets, may itself hold spaces and brackets. See proc(5).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state = 'X', parent, group] = fields;
    if (/[ZX]/.test(state)) return undefined;
    return { pid, parent: Number(parent), group: Number(group), started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function tableFromPs(only?: number[]): ProcessRow[] {
  const output = execFileSync('ps', ['-axo', 'pid=,ppid=,pgid=,state=,lstart='], { encoding: 'utf8' });
  const rows = output.split('\n').flatMap((line) => {
    const [pid, parent, group, state, ...started] = line.trim().split(/\s+/);
    if (!pid || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), started: started.join(' ') }];
  });
  return only ? rows.filter((row) => only.includes(row.pid)) : rows;
}
