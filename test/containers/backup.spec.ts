import { execFile } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inheritedEnv } from '@messenger/stack';
import { expect, it, onTestFinished } from 'vitest';

const ENV = 'SIGNING_KEY_SECRET=one\nSENT_TEXT_SECRET=two\nPUBLIC_URL=https://messenger.example.com\n';
/** Of the containers: one dumps rows, the other keeps what it is to restore. */
const DOCKER = `case "$*" in
  *'ps --quiet'*) printf 0123456789ab ;;
  *pg_dump*) printf 'all rows' ;;
  *pg_restore*) cat > restored ;;
esac`;

/** A folder with the scripts, and a Docker that stands for that of make up. */
function aCheckout(env?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync('scripts', join(folder, 'scripts'), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/docker'), `#!/bin/sh\n${DOCKER}\n`);
  chmodSync(join(folder, 'bin/docker'), 0o755);
  if (env !== undefined) writeFileSync(join(folder, '.env'), env);
  return folder;
}

async function script(folder: string, name: string, file: string, passphrase = ''): Promise<string> {
  const env = { ...inheritedEnv(), PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, PASSPHRASE: passphrase };
  const { stdout } = await promisify(execFile)(`scripts/${name}.sh`, [file], { cwd: folder, env });
  return stdout;
}

it.each([
  ['as it is', ''],
  ['encrypted', 'a passphrase'],
])('a backup of the containers, %s, brings rows and settings to another machine', async (_how, passphrase) => {
  const [old, another] = [aCheckout(ENV), aCheckout()];
  const file = join(old, 'backup');
  await script(old, 'backup', file, passphrase);
  expect(readFileSync(file).includes('all rows')).toBe(passphrase === '');
  expect(await script(another, 'restore', file, passphrase)).toContain('make up');
  expect(readFileSync(join(another, 'restored'), 'utf8')).toBe('all rows');
  expect(readFileSync(join(another, '.env'), 'utf8')).toBe(ENV);
});

it('is not restored beside other secrets, which cannot read it', async () => {
  const old = aCheckout(ENV);
  await script(old, 'backup', join(old, 'backup'));
  const another = aCheckout(ENV.replace('one', 'another'));
  await expect(script(another, 'restore', join(old, 'backup'))).rejects.toThrow('not those of the backup');
  expect(existsSync(join(another, 'restored'))).toBe(false);
});

it('says that there is nothing to back up, and leaves no file', async () => {
  const folder = aCheckout(ENV);
  writeFileSync(join(folder, 'bin/docker'), '#!/bin/sh\nexit 1\n');
  await expect(script(folder, 'backup', join(folder, 'backup'))).rejects.toThrow('runs neither here');
  expect(existsSync(join(folder, 'backup'))).toBe(false);
});
