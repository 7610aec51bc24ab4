import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';

/** npm's own, which other packages bring along; without types. */
const { satisfies } = createRequire(import.meta.url)('semver') as {
  satisfies: (version: string, range: string) => boolean;
};

interface Package {
  version: string;
  engines: { node: string };
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const root = read('package.json') as Package;
const client = read('libs/client/package.json') as Package;
const live = read('libs/live/package.json') as Package;
const OLDEST_NODE = '20.19.0';

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

it('the packages have the version of the repository, and fit each other', () => {
  expect([client.version, live.version, client.dependencies?.['@messenger/live']]).toEqual(Array(3).fill(root.version));
  expect(client.dependencies?.['openapi-fetch']).toBe(root.devDependencies?.['openapi-fetch']);
});

it('the oldest Node.js that is supported is the same everywhere', () => {
  for (const { engines } of [root, client, live]) expect(satisfies(OLDEST_NODE, engines.node)).toBe(true);
  for (const page of ['README.md', 'CONTRIBUTING.md', 'docs/client.md']) {
    expect(readFileSync(page, 'utf8'), page).toContain('Node.js 20.19');
  }
});

it('every installed package supports it', () => {
  const { packages } = read('package-lock.json') as { packages: Record<string, Partial<Package>> };
  const unsupported = Object.entries(packages).filter(
    ([, { engines }]) => engines?.node && !satisfies(OLDEST_NODE, engines.node),
  );
  expect(unsupported.map(([name]) => name)).toEqual([]);
});
