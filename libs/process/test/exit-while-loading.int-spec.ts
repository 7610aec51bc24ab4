import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const PRELOAD = ['--import', 'tsx', '--import', './libs/process/src/exit-while-loading.ts'];
/** Loads until it is stopped. */
const APP = `process.stdout.write('loading'); await new Promise(() => setTimeout(() => undefined, 60_000));`;

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('a process that still loads ends at once by %s, and has not succeeded', async (signal, exitCode) => {
  const app = spawn(process.execPath, [...PRELOAD, '--input-type=module', '--eval', APP]);
  await once(app.stdout, 'data');
  app.kill(signal);
  // By its listener: without one, process 1 of a container would go on, and any other would end by the signal.
  expect(await once(app, 'exit')).toEqual([exitCode, null]);
});
