import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import type { Setting } from './setting.js';

/** Where the published examples may be used. */
const LOCAL_ENVIRONMENTS = ['development', 'test'];

/** The settings of a process, by their names in the environment. */
export type Settings = Record<string, Setting>;

/** The values of settings, by the same names. */
export type EnvOf<S extends Settings> = { readonly [Name in keyof S]: S[Name] extends Setting<infer T> ? T : never };

/** The environment lacks a name, or one has a value of the wrong kind. Lists all of them. */
export class InvalidEnvironmentError extends Error {
  constructor(app: string, problems: string[]) {
    super(`${app} cannot start: ${problems.length} setting(s) missing or wrong\n  - ${problems.join('\n  - ')}`);
  }
}

/**
 * Reads the values of settings from the environment.
 *
 * @throws InvalidEnvironmentError naming every missing or bad setting at once, but none of their values
 */
export function parseEnv<S extends Settings>(app: string, settings: S, source: NodeJS.ProcessEnv): EnvOf<S> {
  const texts = Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [name, textOf(setting, source[name])]),
  );
  const isLocal = LOCAL_ENVIRONMENTS.includes(source.NODE_ENV ?? '');
  const problems = Object.entries(settings).flatMap(
    ([name, setting]) =>
      problemOf(name, setting, texts) ?? (isLocal ? undefined : publishedSecretOf(name, setting, texts)) ?? [],
  );
  if (problems.length > 0) throw new InvalidEnvironmentError(app, problems);
  return Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [name, valueOf(setting, texts[name])]),
  ) as EnvOf<S>;
}

/**
 * As `parseEnv` on the process's own environment; a bad one ends the process with a readable message.
 *
 * Outside production the local stack's file `.data/env/<app>.env` fills in what the environment does not set, so that
 * an app can be started by hand beside `make dev`.
 */
export function loadEnv<S extends Settings>(app: string, settings: S): EnvOf<S> {
  const file = `.data/env/${app}.env`;
  if (process.env.NODE_ENV !== 'production' && existsSync(file)) loadEnvFile(file);
  try {
    return parseEnv(app, settings, process.env);
  } catch (error) {
    if (!(error instanceof InvalidEnvironmentError)) throw error;
    process.stderr.write(`${error.message}\nSee .env.example; the local stack sets all of them.\n`);
    process.exit(1);
  }
}

function textOf({ emptyIsUnset }: Setting, text: string | undefined): string | undefined {
  return emptyIsUnset && text === '' ? undefined : text;
}

function valueOf(setting: Setting, text: string | undefined): unknown {
  return text === undefined ? setting.default : setting.parse(text);
}

/** Refuses a secret that everybody can read in .env.example: a key, or name and password in a URL. */
function publishedSecretOf(name: string, { isSecret, example }: Setting, texts: NodeJS.ProcessEnv): string | undefined {
  const text = texts[name];
  if (!isSecret || text === undefined || example === '') return undefined;
  const credentials = credentialsOf(text);
  const isPublished = text === example || (credentials !== undefined && credentials === credentialsOf(example));
  return isPublished ? `${name} must not have the published secret of .env.example` : undefined;
}

function credentialsOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { username, password } = new URL(text);
  return password === '' ? undefined : `${username}:${password}`;
}

/** What is wrong with a setting, without its value: it may be a secret. */
function problemOf(name: string, setting: Setting, texts: NodeJS.ProcessEnv): string | undefined {
  const { required, togetherWith, neededWith, values, example } = setting;
  const text = texts[name];
  if (togetherWith !== undefined && (text === undefined) !== (texts[togetherWith] === undefined)) {
    return `${togetherWith} and ${name} must be set together, or neither of them`;
  }
  if (text !== undefined) return setting.parse(text) === undefined ? `${name} must be ${values}` : undefined;
  if (neededWith !== undefined && texts[neededWith] !== undefined) {
    return `${name} must be set where ${neededWith} is, as ${example}`;
  }
  return required ? `${name} must be set: ${values}` : undefined;
}
