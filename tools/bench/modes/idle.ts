import { setTimeout as sleep } from 'node:timers/promises';
import { usageOf } from '../processes.js';
import type { Mode } from './mode.js';

const MIB = 1024 * 1024;
const SECONDS = 10;

/** What the apps take while nobody does anything: run it first. */
export const idle: Mode = {
  title: 'the five apps at rest',
  async *run(bench) {
    const apps = Object.keys(bench.stack.apps);
    const before = usageOf(bench.processes);
    await sleep(SECONDS * 1_000);
    const after = usageOf(bench.processes);
    for (const name of apps) yield { subject: name, values: valuesOf([name]) };
    yield { subject: 'together', values: valuesOf(apps) };

    function valuesOf(names: string[]): Record<string, number> {
      const total = (value: (name: string) => number): number => names.reduce((sum, name) => sum + value(name), 0);
      return {
        'resident MiB': total((name) => after[name]?.residentBytes ?? 0) / MIB,
        'CPU ms/s':
          (total((name) => (after[name]?.cpuSeconds ?? 0) - (before[name]?.cpuSeconds ?? 0)) * 1_000) / SECONDS,
      };
    }
  },
};
