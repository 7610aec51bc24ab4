import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { BUNDLED } from '../../tools/build/packages.js';

const stay = Object.keys(manifest.dependencies).filter((name) => !BUNDLED.includes(name));

interface Manifest {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** What a package imports, and what that imports, as far as it is installed. */
function reachedBy(name: string, reached = new Set<string>()): Set<string> {
  const file = `node_modules/${name}/package.json`;
  if (reached.has(name) || !existsSync(file)) return reached;
  reached.add(name);
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  for (const next of Object.keys({ ...dependencies, ...peerDependencies })) reachedBy(next, reached);
  return reached;
}

it.each(BUNDLED)('%s is a dependency of the apps', (name) => {
  expect(manifest.dependencies).toHaveProperty([name]);
});

it.each(stay)('%s, which stays, loads no bundled package a second time', (name) => {
  expect([...reachedBy(name)].filter((other) => BUNDLED.includes(other))).toEqual([]);
});
