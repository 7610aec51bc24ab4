import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  checkExistingServers,
  endOrphanedApps,
  ensureRabbitMqInstalled,
  inheritedEnv,
  InUseError,
  isPortFree,
  lockFile,
  lockHolder,
  secondsSince,
  type LocalConfig,
} from '@messenger/stack';

export const DATA_DIR = '.data';

export const log = (line: string) => console.log(line);

/** Runs a command line to its end: Ctrl-C or SIGTERM aborts the signal, a second one kills everything at once. */
export async function main(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    // Only Ctrl-C is a person's: of SIGTERM, make passes its own on, so that one request may come twice.
    if (stopping.signal.aborted && name === 'SIGINT') process.exit(130);
    if (stopping.signal.aborted) return;
    log('Stopping (Ctrl-C once more to kill)');
    stopping.abort(new Error('Stopped'));
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, onSignal);
  // A terminal that goes away must not take us down before the rest has ended.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  try {
    await work(stopping.signal);
    process.exit(0);
  } catch (error) {
    if (stopping.signal.aborted) process.exit(0);
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/** What can be known to fail is found out before anything is started. */
export async function prepare(config: LocalConfig, signal: AbortSignal): Promise<void> {
  const holder = lockHolder(lockFile(DATA_DIR));
  if (holder) throw new InUseError(holder);
  await endOrphanedApps(DATA_DIR);
  await checkExistingServers(config);
  if (!(await isPortFree(config.port))) {
    throw new Error(`Port ${config.port} is taken; choose another one: make run PORT=${config.port + 1000}`);
  }
  if (!config.amqpUrl) await ensureRabbitMqInstalled(log);
  await build(signal);
}

/** Resolves when the signal aborts. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** `make build` knows whether a source is newer than what is built. */
async function build(signal: AbortSignal): Promise<void> {
  const start = Date.now();
  const make = spawn('make', ['--silent', 'build'], { env: inheritedEnv(), stdio: 'inherit' });
  const stop = () => make.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  const [code] = (await once(make, 'exit')) as [number | null];
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (code !== 0) throw new Error('The build failed');
  log(`The apps are built (${secondsSince(start)})`);
}
