import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { DomainError } from '@messenger/errors';

/** A DomainError's class, with what an instance of it says. */
export interface ErrorClass {
  name: string;
  file: string;
  /** `auth`, `chat`, …; `errors` for the gateway and the libs, whose reasons are anybody's. */
  owner: string;
  code: string;
  reason: string;
}

/** The classes of every `*.errors.ts`, and of libs/errors. */
export async function errorClasses(): Promise<ErrorClass[]> {
  const files = sources().filter(([file]) => isErrorFile(file));
  const modules = await Promise.all(files.map(async ([file]) => classesOf(file, await importFile(file))));
  return modules.flat();
}

/** A DomainError's class may lie here alone. */
export function isErrorFile(file: string): boolean {
  return file.endsWith('.errors.ts') || file === 'libs/errors/src/errors.ts';
}

/** What runs: path and text of each file. */
export function sources(): [file: string, source: string][] {
  return ['apps', 'libs']
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => `${folder}/${String(file)}`))
    .filter((file) => /^\w+\/[\w-]+\/src\/(?!gen\/).*(?<!spec)\.ts$/.test(file))
    .sort()
    .map((file) => [file, readFileSync(file, 'utf8')]);
}

function importFile(file: string): Promise<object> {
  return import(pathToFileURL(file).href) as Promise<object>;
}

function classesOf(file: string, module: object): ErrorClass[] {
  const owner = /^apps\/(\w+)-service\//.exec(file)?.[1] ?? 'errors';
  return Object.values(module)
    .filter((value): value is new () => DomainError => typeof value === 'function')
    .map((Class) => new Class())
    .filter((error) => error instanceof DomainError)
    .map(({ name, code, reason }) => ({ name, file, owner, code, reason }));
}
