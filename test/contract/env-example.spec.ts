import { readFileSync } from 'node:fs';
import { MIGRATION_SETTINGS } from '@messenger/config';
import { APP_NAMES } from '@messenger/stack';
import { expect, it } from 'vitest';
import { settingsOf } from '../../tools/documents/app-settings.js';
import { passedOn, variablesIn } from '../containers/compose-file.js';

/** Which images are run is said to make, which also builds them. */
const TO_MAKE = 'VERSION';

it('.env.example lists every setting that an app or docker-compose.yml reads, and no other', async () => {
  const settings = [...(await Promise.all(APP_NAMES.map(settingsOf))), MIGRATION_SETTINGS];
  const example = readFileSync('.env.example', 'utf8').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm);
  const listed = [...example].map(([, name]) => String(name));
  const containers = [...variablesIn().map(({ name }) => name), ...passedOn].filter((name) => name !== TO_MAKE);
  expect(new Set(listed)).toEqual(new Set([...settings.flatMap(Object.keys), ...containers]));
  expect(listed.length).toBe(new Set(listed).size);
});
