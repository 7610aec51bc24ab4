import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { endOrphans, InUseError, lock, UnwritableFolderError } from './pid-file.js';

function aFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'messenger-lock-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

it('is taken once, and again after it was released', () => {
  const file = join(aFolder(), 'data', 'supervisor');
  const unlock = lock(file);
  expect(() => lock(file)).toThrow(new InUseError(process.pid));
  unlock();
  lock(file)();
});

// Not by permissions: root may write everywhere.
it.each([
  ['a file', (folder: string) => join(folder, 'file', 'supervisor')],
  ['below a file', (folder: string) => join(folder, 'file', 'data', 'supervisor')],
  ['below a device', () => '/dev/null/supervisor'],
])('names the folder where it is %s, and says nothing of a process', async (_what, fileIn) => {
  const folder = aFolder();
  writeFileSync(join(folder, 'file'), '');
  const file = fileIn(folder);
  expect(() => lock(file)).toThrow(UnwritableFolderError);
  expect(() => lock(file)).toThrow(/^The folder \/.* cannot be written to: /);
  await expect(endOrphans(join(file, 'pids'))).rejects.toThrow(UnwritableFolderError);
});
