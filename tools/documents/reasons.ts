import { readdirSync, readFileSync } from 'node:fs';
import type { DescEnumValue, FileRegistry } from '@bufbuild/protobuf';
import { commentOf, errorReasons } from './descriptors.js';

/** A reason as its enum describes it. */
export interface Reason {
  name: string;
  /** Of whom: `auth`, `chat`, …; `errors` for what belongs to no single service. */
  owner: string;
  /** The gRPC code; the gateway's own reasons have none. */
  code: string | undefined;
  status: number;
  when: string;
  example: string;
}

/** A DomainError's class, as its source has it. */
export interface ErrorClass {
  name: string;
  file: string;
  owner: string;
  code: string;
  reason: string;
}

const COMMENT = /^(?:(?<code>[A-Z_]+), )?(?<status>\d{3}): (?<when>.+\.) Example: (?<example>.+\.)$/;
const CLASS = /class (\w+) extends DomainError \{[^}]*?super\(\s*'([A-Z_]+)',\s*'([A-Z_]+)',/g;

export function documentedReasons(protos: FileRegistry): Reason[] {
  return errorReasons(protos).map(toReason);
}

function toReason(value: DescEnumValue): Reason {
  const comment = commentOf(value);
  const { code, status, when = '', example = '' } = COMMENT.exec(comment)?.groups ?? {};
  const { file, name } = { file: value.parent.file.name, name: value.localName };
  if (status === undefined) {
    throw new Error(`${file}: the comment of ${name} must read "CODE, 404: when. Example: what.", not "${comment}"`);
  }
  return { name, owner: file.split('/')[1] ?? '', code, status: Number(status), when, example };
}

/** @throws Error where a class hides its code or reason from whoever reads it */
export function errorClasses(): ErrorClass[] {
  return sources().flatMap(([file, source]) => {
    const classes = [...source.matchAll(CLASS)].map(([, name = '', code = '', reason = '']) => ({
      name,
      code,
      reason,
    }));
    if (classes.length < (source.match(/ extends DomainError\b/g) ?? []).length) {
      throw new Error(`${file}: each DomainError gives super() its code and its reason as literals`);
    }
    return classes.map((found) => ({ ...found, file, owner: /^apps\/(\w+)-service\//.exec(file)?.[1] ?? 'errors' }));
  });
}

/** What runs: path and text of each file. */
export function sources(): [file: string, source: string][] {
  return ['apps', 'libs']
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => `${folder}/${String(file)}`))
    .filter((file) => /^\w+\/[\w-]+\/src\/(?!gen\/).*(?<!spec)\.ts$/.test(file))
    .sort()
    .map((file) => [file, readFileSync(file, 'utf8')]);
}
