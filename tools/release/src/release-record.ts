import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What a release fixes for every later version: SHA-256 by file. */
export interface ReleaseRecord {
  version: string;
  /** Databases have run them: they stay as they are, byte by byte. */
  migrations: Record<string, string>;
  /** Clients speak them: none may be removed, and buf breaking keeps each one compatible. */
  protos: Record<string, string>;
}

const FOLDER = 'docs/releases';
/** A migration, or SQL that the migrations of several services share. */
const MIGRATION = /^(apps\/[^/]+\/src\/migrations\/\d+-.+\.ts|libs\/outbox\/src\/event-tables\.ts)$/;

/** The record of the sources below `root`. */
export function recordOf(version: string, root = '.'): ReleaseRecord {
  const sources = ['apps', 'libs'].flatMap((folder) => filesBelow(root, folder));
  const migrations = sources.filter((file) => MIGRATION.test(file));
  const protos = filesBelow(root, 'proto').filter((file) => file.endsWith('.proto'));
  return { version, migrations: hashesOf(root, migrations), protos: hashesOf(root, protos) };
}

/** The records of all releases. */
export function releaseRecords(root = '.'): ReleaseRecord[] {
  const folder = join(root, FOLDER);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  return files.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as ReleaseRecord);
}

export function writeRecord(record: ReleaseRecord, root = '.'): void {
  mkdirSync(join(root, FOLDER), { recursive: true });
  writeFileSync(join(root, FOLDER, `${record.version}.json`), `${JSON.stringify(record, null, 2)}\n`);
}

/** What the sources have changed that the release had fixed, a line each. */
export function violationsOf(released: ReleaseRecord, now: ReleaseRecord): string[] {
  const by = `since ${released.version}`;
  const missing = (file: string) => `${file} is gone ${by}`;
  return [
    ...Object.entries(released.migrations).flatMap(([file, hash]) => {
      if (!(file in now.migrations)) return [missing(file)];
      return now.migrations[file] === hash ? [] : [`${file} has changed ${by}: write a new migration instead`];
    }),
    ...Object.keys(released.protos)
      .filter((file) => !(file in now.protos))
      .map(missing),
  ];
}

function filesBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)));
}

function hashesOf(root: string, files: string[]): Record<string, string> {
  return Object.fromEntries(files.sort().map((file) => [file, sha256(readFileSync(join(root, file)))]));
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
