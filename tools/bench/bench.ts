// make bench: the whole stack under load; MODES=saturation,rate-500 REPEATS=3 PEER=ejabberd PROFILE=<folder>.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, type AppName } from '@messenger/stack';
import { main } from '../../scripts/lifecycle.js';
import { BenchStack } from './bench-stack.js';
import { benchConfig } from './config.js';
import { MODES } from './modes/index.js';
import { profiled, PROFILED } from './profiles.js';
import { summarize, toMarkdown, type Sample } from './result.js';

const RESULTS = join('dist', 'bench');

await main(async (signal) => {
  const { modes = Object.keys(MODES), repeats, peer, profileFolder } = benchConfig();
  const unknown = modes.filter((name) => !(name in MODES));
  if (unknown.length > 0)
    throw new Error(`No such mode: ${unknown.join(', ')}; there are ${Object.keys(MODES).join(', ')}`);
  const dataDir = mkdtempSync(join(tmpdir(), 'messenger-bench-'));
  // ejabberd runs as a user of its own.
  chmodSync(dataDir, 0o755);
  const inspectors = profileFolder ? await inspectorPorts() : {};
  const bench = await BenchStack.start({ dataDir, inspectors, peer, signal });
  const samples: Sample[] = [];
  const runOnce = async (name: string): Promise<void> => {
    for await (const measured of MODES[name]?.run(bench) ?? []) {
      samples.push({ mode: name, ...measured });
      console.log(name, measured.subject, measured.values);
    }
  };
  try {
    for (const name of modes) {
      console.log(`${name}: ${MODES[name]?.title}`);
      for (let repeat = 0; repeat < repeats && !signal.aborted; repeat++) {
        if (profileFolder) await profiled(profileFolder, name, inspectors, () => runOnce(name));
        else await runOnce(name);
      }
    }
  } finally {
    await bench.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  report(samples);
});

async function inspectorPorts(): Promise<Partial<Record<AppName, number>>> {
  const ports = await freePorts(PROFILED.length);
  return Object.fromEntries(PROFILED.map((app, index) => [app, ports[index] ?? 0]));
}

/** Prints the table, and keeps all values as JSON. */
function report(samples: Sample[]): void {
  const results = summarize(samples);
  const machine = { node: process.version, cpus: cpus().length, cpu: cpus()[0]?.model };
  mkdirSync(RESULTS, { recursive: true });
  const file = join(RESULTS, `${new Date().toISOString().replaceAll(':', '-')}.json`);
  writeFileSync(file, JSON.stringify({ machine, results, samples }, null, 2));
  console.log(
    `\n${toMarkdown(results)}\n\nNode.js ${machine.node}, ${machine.cpus} x ${machine.cpu}; all values: ${file}`,
  );
}
