import { readdirSync, readFileSync } from 'node:fs';

const CLOCK_TICKS_A_SECOND = 100;
const PAGE_BYTES = 4_096;

/** Name of a group, and the processes at the top of it. */
export type ProcessGroups = Record<string, number[]>;

export interface ProcessUsage {
  /** Of all processes of the group and what they have started, ended children included. */
  cpuSeconds: number;
  residentBytes: number;
}

interface Process extends ProcessUsage {
  parent: number;
}

/** Reads CPU and memory of each group from /proc. */
export function usageOf(groups: ProcessGroups): Record<string, ProcessUsage> {
  const processes = allProcesses();
  return Object.fromEntries(Object.entries(groups).map(([name, pids]) => [name, sum(withChildren(pids, processes))]));
}

function allProcesses(): Map<number, Process> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return new Map(pids.flatMap((pid) => readProcess(Number(pid))));
}

/** proc(5): the fields after the command, which may hold spaces. */
function readProcess(pid: number): [number, Process][] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = [11, 12, 13, 14].reduce((total, field) => total + (fields[field] ?? 0), 0);
    const process = { parent: fields[1] ?? 0, cpuSeconds: ticks / CLOCK_TICKS_A_SECOND };
    return [[pid, { ...process, residentBytes: (fields[21] ?? 0) * PAGE_BYTES }]];
  } catch {
    // It has ended.
    return [];
  }
}

function withChildren(pids: number[], processes: Map<number, Process>): Process[] {
  return pids.flatMap((pid) => {
    const children = [...processes].filter(([, { parent }]) => parent === pid).map(([child]) => child);
    const process = processes.get(pid);
    return process ? [process, ...withChildren(children, processes)] : [];
  });
}

function sum(processes: Process[]): ProcessUsage {
  return {
    cpuSeconds: processes.reduce((total, { cpuSeconds }) => total + cpuSeconds, 0),
    residentBytes: processes.reduce((total, { residentBytes }) => total + residentBytes, 0),
  };
}
