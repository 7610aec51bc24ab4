import { expect, it } from 'vitest';
import { sources } from './error-classes.js';

const EXPORTED = /^export (?:abstract )?(?:class|interface|type|enum) (\w+)/gm;

it('no two exported classes or types of apps and libs have one name', () => {
  const files = sources().filter(([file]) => !file.endsWith('.gen.ts'));
  const places = new Map<string, string[]>();
  for (const [file, text] of files) {
    for (const [, name = ''] of text.matchAll(EXPORTED)) places.set(name, [...(places.get(name) ?? []), file]);
  }
  expect(places.size).toBeGreaterThan(300);
  // A module only wires one feature of one app, and no other app imports it.
  const shared = [...places].filter(([name, { length }]) => length > 1 && !name.endsWith('Module'));
  expect(Object.fromEntries(shared)).toEqual({});
});
