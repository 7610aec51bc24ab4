import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { declaredIn } from './settings.js';

it('.env.example lists every setting that an app reads, and no other', () => {
  const files = ['libs/config/src/env.ts', ...readdirSync('apps').map((app) => `apps/${app}/src/config.ts`)];
  const example = readFileSync('.env.example', 'utf8').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm);
  const listed = [...example].map(([, name]) => String(name));
  expect(new Set(listed)).toEqual(new Set(files.flatMap(declaredIn)));
  expect(listed.length).toBe(new Set(listed).size);
});
