import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { naming, versionFiles, withVersion } from '../../tools/documents/version.js';

const { version } = packageJson;

/** What is not ours, or is built. */
const SKIPPED = ['node_modules', 'dist', 'coverage', '.git', '.data', '.env', 'package-lock.json', 'go.sum', 'go.mod'];
/** What was so at its time, and tests, for which it is any version. */
const PAST = /^CHANGELOG\.md$|^docs\/releases\/|^docs\/adr\/|\.spec\.ts$/;

/** `bindingVersion` of the WebSocket binding of AsyncAPI, which happens to look like a version of ours. */
const FOREIGN = /bindingVersion.*/g;

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (SKIPPED.includes(entry.name)) continue;
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.isFile()) yield path;
  }
}

const known = versionFiles().filter((file) => existsSync(file));

describe('make version', () => {
  it('knows every file that names the version', () => {
    const files = [...filesIn('.')].filter((file) =>
      naming(version).test(readFileSync(file, 'utf8').replaceAll(FOREIGN, '')),
    );
    const unknown = files.filter((file) => !known.includes(file) && !PAST.test(file));
    expect(unknown, 'add it to versionFiles() of tools/documents/version.ts').toEqual([]);
  });

  it.each(known)('sets it in %s, and back', (file) => {
    const before = readFileSync(file, 'utf8');
    const after = withVersion(file, before, version, '98.76.54');
    expect(after).toContain('98.76.54');
    expect(withVersion(file, after, '98.76.54', version)).toBe(before);
  });

  it('leaves alone what only contains it', () => {
    expect(withVersion('README.md', '0.1.0 10.1.0 0.1.0.2 0.1.01 v0.1.0. (0.1.0)', '0.1.0', '2.0.0')).toBe(
      '2.0.0 10.1.0 0.1.0.2 0.1.01 v2.0.0. (2.0.0)',
    );
  });
});
