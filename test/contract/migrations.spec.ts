import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES } from '@messenger/stack';
import { afterAll, describe, expect, it } from 'vitest';
import { writeMigration } from '../../tools/migrations/new-migration.js';

const migrationsOf = (root: string, app: string) => join(root, 'apps', app, 'src/migrations');

/** Files of a folder but for the list, in the order of their timestamps. */
const filesIn = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file !== 'migrations.ts')
    .map((file) => file.replace(/\.ts$/, ''))
    .sort();

const listedIn = (folder: string) =>
  [...readFileSync(join(folder, 'migrations.ts'), 'utf8').matchAll(/from '\.\/(.+)\.js'/g)].map(([, file]) => file);

/** The classes in the list, by which they run. */
const orderIn = (folder: string) =>
  /\[([^\]]+)\]/
    .exec(readFileSync(join(folder, 'migrations.ts'), 'utf8'))?.[1]
    ?.split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');

describe.each(SERVICES)('the migrations of $app', ({ app }) => {
  it('are all listed, in the order of their timestamps', () => {
    const folder = migrationsOf('.', app);
    const files = filesIn(folder);
    expect(listedIn(folder)).toEqual(files);
    expect(orderIn(folder)?.map((name) => name.slice(-13))).toEqual(files.map((file) => file.slice(0, 13)));
  });
});

describe('make migration', () => {
  const root = mkdtempSync(join(tmpdir(), 'messenger-migration-'));
  const folder = migrationsOf(root, 'user-service');

  afterAll(() => rmSync(root, { recursive: true }));

  it('writes an empty migration, and lists it after the others', async () => {
    cpSync(migrationsOf('.', 'user-service'), folder, { recursive: true });
    cpSync('.prettierrc', join(root, '.prettierrc'));
    const before = filesIn(folder);
    const first = await writeMigration(root, 'user-service', 'add-birthday');
    await sleep(2);
    await writeMigration(root, 'user-service', 'add-pronouns');
    expect(first).toMatch(/^apps\/user-service\/src\/migrations\/\d{13}-add-birthday\.ts$/);
    const files = filesIn(folder);
    expect(files).toHaveLength(before.length + 2);
    expect(listedIn(folder)).toEqual(files);
    expect(orderIn(folder)?.map((name) => name.slice(-13))).toEqual(files.map((file) => file.slice(0, 13)));
    const timestamp = files.at(-2)?.slice(0, 13);
    expect(readFileSync(join(root, first), 'utf8')).toContain(`export class AddBirthday${timestamp} implements`);
  });

  it('refuses a service that does not exist, and a name that is not in kebab-case', async () => {
    await expect(writeMigration('.', 'mail-service', 'add-birthday')).rejects.toThrow(/no apps\/mail-service/);
    await expect(writeMigration('.', 'user-service', 'Add birthday')).rejects.toThrow(/kebab-case/);
  });
});
