import { readFileSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { passedOn, variablesIn } from '../containers/compose-file.js';
import { declaredIn } from '../support/settings.js';

/** Which images are run is said to make, which also builds them. */
const TO_MAKE = 'VERSION';

it('.env.example lists every setting that an app or docker-compose.yml reads, and no other', () => {
  const files = ['libs/config/src/env.ts', ...readdirSync('apps').map((app) => `apps/${app}/src/config.ts`)];
  const example = readFileSync('.env.example', 'utf8').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm);
  const listed = [...example].map(([, name]) => String(name));
  const containers = [...variablesIn().map(({ name }) => name), ...passedOn].filter((name) => name !== TO_MAKE);
  expect(new Set(listed)).toEqual(new Set([...files.flatMap(declaredIn), ...containers]));
  expect(listed.length).toBe(new Set(listed).size);
});
