import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DURABLE_SUBSCRIPTIONS } from '@messenger/events';
import { inheritedEnv } from '@messenger/stack';
import { expect, it, onTestFinished } from 'vitest';

/** A folder with the scripts, and programs that print what they are called with. */
function aCheckout(containers: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-operate-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync('scripts', join(folder, 'scripts'), { recursive: true });
  program(folder, 'docker', `case "$*" in *'ps --quiet'*) printf '%s' '${containers}' ;; *) echo "docker $*" ;; esac`);
  program(folder, 'node', 'echo "node $*"');
  program(folder, 'make', ':');
  return folder;
}

function program(folder: string, name: string, script: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'bin', name), 0o755);
}

function running(folder: string, pid: number): void {
  mkdirSync(join(folder, '.data'));
  writeFileSync(join(folder, '.data/supervisor'), JSON.stringify({ pid, started: 'x' }));
}

async function operate(folder: string, ...args: string[]): Promise<string> {
  const env = { ...inheritedEnv(), PATH: `${join(folder, 'bin')}:/usr/bin:/bin` };
  const { stdout } = await promisify(execFile)('scripts/operate.sh', args, { cwd: folder, env });
  return stdout.trim();
}

it.each([
  ['rotate-keys', 'auth-service', []],
  ['dead-letters', 'user-service', ['replay', '--id', 'an id']],
])('%s of %s runs here beside make run', async (name, service, args) => {
  const folder = aCheckout('a container too');
  running(folder, process.pid);
  const expected = `node --enable-source-maps dist/${service}/apps/${service}/src/${name}.js ${args.join(' ')}`.trim();
  expect(await operate(folder, name, service, ...args)).toBe(expected);
});

it.each([
  ['rotate-keys', 'auth-service', []],
  ['dead-letters', 'chat-service', ['list']],
])('%s of %s runs in its container where that is up, and a run of before has ended', async (name, service, args) => {
  const folder = aCheckout('0123456789ab');
  // Above every pid that Linux gives.
  running(folder, 2 ** 22 + 1);
  const answer = await operate(folder, name, service, ...args);
  expect(answer).toMatch(new RegExp(`compose exec -T ${service} node ${name}.js ?${args.join(' ')}$`));
});

it('says that there is nothing to run it in', async () => {
  await expect(operate(aCheckout(''), 'rotate-keys', 'auth-service')).rejects.toMatchObject({
    code: 1,
    stderr: 'auth-service runs neither here (make run) nor in containers (make up)\n',
  });
});

it('make and the images have the dead letters of every consumer', () => {
  const consumers = Object.keys(DURABLE_SUBSCRIPTIONS);
  const [, listed = ''] =
    /for service in ([^;]*); do scripts\/operate\.sh dead-letters/.exec(readFileSync('Makefile', 'utf8')) ?? [];
  expect(listed.split(' ').sort()).toEqual(consumers.sort());
  for (const consumer of consumers) expect(existsSync(`apps/${consumer}/src/dead-letters.ts`), consumer).toBe(true);
  expect(readFileSync('Dockerfile', 'utf8')).toContain(
    'for program in main grant-admin rotate-keys revoke-keys dead-letters; do',
  );
});
