import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { parse } from 'yaml';
import type { Environment } from '../support/app-config.js';

export interface Container {
  image: string;
  user?: string;
  environment?: Record<string, string | null>;
  volumes?: string[];
  ports?: string[];
  networks?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what they should be is what the tests are about
  [setting: string]: any;
}

interface ComposeFile {
  services: Record<string, Container>;
  volumes: Record<string, unknown>;
  networks: Record<string, { internal?: boolean }>;
}

const text = readFileSync('docker-compose.yml', 'utf8').replaceAll(/^ *#.*$/gm, '');

export const composeFile = parse(text, { merge: true }) as ComposeFile;
export const containers = Object.entries(composeFile.services).map(
  ([name, container]): Container & { name: string } => ({ name, ...container }),
);

/** Those that run once, before others start. */
export const runsOnce = ({ restart }: Container): boolean => restart === 'no';

/** Each `${NAME…}` of a text, with what follows the name. */
export function variablesIn(source = text): { name: string; rest: string }[] {
  return [...source.matchAll(/\$\{(\w+)([^}]*)\}/g)].map(([, name = '', rest = '']) => ({ name, rest }));
}

/** Those names without a value that a container gets where they are set. */
export const passedOn = containers.flatMap(({ environment }) =>
  Object.entries(environment ?? {}).flatMap(([name, value]) => (value === null ? [name] : [])),
);

/** What .env.example sets, with new secrets in the place of its published ones, as `make up` writes it. */
export const example = withNewSecrets(parseEnv(readFileSync('.env.example', 'utf8')) as Environment);

function withNewSecrets(environment: Environment): Environment {
  const renewed = Object.entries(environment).map(([name, value]) => {
    if (name.endsWith('_SECRET') && value !== '') return [name, randomBytes(32).toString('base64')];
    return [name, name.endsWith('_PASSWORD') ? randomBytes(24).toString('hex') : value];
  });
  return Object.fromEntries(renewed) as Environment;
}

/** What a container gets where .env is the example. */
export function environmentOf(name: string): Environment {
  const all = Object.entries(composeFile.services[name]?.environment ?? {});
  const settings = all.map(([key, value]) => [key, value === null ? example[key] : interpolated(value)] as const);
  return Object.fromEntries(settings.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

export function interpolated(value: string): string {
  return value.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_whole, name: string, kind?: string, rest?: string) => {
    const known = example[name] ?? '';
    if (known === '' && kind === '?') throw new Error(rest);
    return known === '' ? (rest ?? '') : known;
  });
}
