import { spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { inheritedEnv } from './config.js';
import { findOnPath, rabbitmqFolder } from './rabbitmq-program.js';
import { secondsSince } from './wait.js';

/** Debian asks this program before a package starts a service; 101 is "no". See invoke-rc.d(8). */
const POLICY = '/usr/sbin/policy-rc.d';

const HOW_TO_INSTALL = `RabbitMQ is needed, and is not installed. Do one of these, then try again:
  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install -y --no-install-recommends rabbitmq-server
  macOS:           brew install rabbitmq
  Docker:          docker run -d --name messenger-rabbitmq -p 127.0.0.1:5672:5672 rabbitmq:4
                   and run with AMQP_URL=amqp://guest:guest@127.0.0.1:5672`;

/** Installs RabbitMQ where that can be done without asking; otherwise throws an error that says what to do. */
export async function ensureRabbitMqInstalled(log: (line: string) => void): Promise<void> {
  if (rabbitmqFolder()) return;
  if (process.getuid?.() !== 0 || !findOnPath('apt-get')) throw new Error(HOW_TO_INSTALL);
  const start = Date.now();
  log('Installing RabbitMQ from the distribution (a minute or two, only this once)');
  await withoutStartingServices(async () => {
    await aptGet(['update'], log);
    await aptGet(['install', '-y', '--no-install-recommends', 'rabbitmq-server'], log);
  });
  if (!rabbitmqFolder()) throw new Error(HOW_TO_INSTALL);
  log(`RabbitMQ is installed (${secondsSince(start)})`);
}

/** The machine's own node is not ours to run: the stack starts a private one. */
async function withoutStartingServices(install: () => Promise<void>): Promise<void> {
  const ours = !existsSync(POLICY);
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await install();
  } finally {
    if (ours) rmSync(POLICY, { force: true });
  }
}

async function aptGet(args: string[], log: (line: string) => void): Promise<void> {
  const env = { ...inheritedEnv(), DEBIAN_FRONTEND: 'noninteractive' };
  const child = spawn('apt-get', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: string[] = [];
  const read = (line: string) => {
    output.push(line);
    if (/^(Get:|Setting up )/.test(line)) log(`  ${line}`);
  };
  createInterface(child.stdout).on('line', read);
  createInterface(child.stderr).on('line', read);
  const code = await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  if (code === 0) return;
  throw new Error(`apt-get ${args[0]} failed:\n${output.slice(-20).join('\n')}\n\n${HOW_TO_INSTALL}`);
}
