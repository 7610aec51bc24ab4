import { spawn } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { inheritedEnv } from './config.js';
import { findOnPath } from './find-on-path.js';
import { secondsSince } from './wait.js';

/** A program that the machine has to have. */
export interface Need {
  /** As messages call it. */
  name: string;
  debianPackage: string;
  isInstalled: () => boolean;
  howToInstall: string;
  log: (line: string) => void;
}

/** Debian asks this program before a package starts a service; 101 is "no". See invoke-rc.d(8). */
const POLICY = '/usr/sbin/policy-rc.d';

/** Installs a program where that can be done without asking; otherwise throws an error that says what to do. */
export async function ensureInstalled(need: Need): Promise<void> {
  const { name, debianPackage, howToInstall, log } = need;
  if (need.isInstalled()) return;
  if (process.getuid?.() !== 0 || !findOnPath('apt-get')) throw new Error(howToInstall);
  const start = Date.now();
  log(`Installing ${name} from the distribution (a minute or two, only this once)`);
  await withoutStartingServices(async () => {
    await aptGet(['update'], need);
    await aptGet(['install', '-y', '--no-install-recommends', debianPackage], need);
  });
  if (!need.isInstalled()) throw new Error(howToInstall);
  log(`${name} is installed (${secondsSince(start)})`);
}

/** The machine's own services are not ours to run: the stack starts private ones. */
async function withoutStartingServices(install: () => Promise<void>): Promise<void> {
  const ours = !existsSync(POLICY);
  if (ours) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await install();
  } finally {
    if (ours) rmSync(POLICY, { force: true });
  }
}

async function aptGet(args: string[], { howToInstall, log }: Need): Promise<void> {
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
  throw new Error(`apt-get ${args[0]} failed:\n${output.slice(-20).join('\n')}\n\n${howToInstall}`);
}
