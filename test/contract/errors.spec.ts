import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import type { ErrorCode } from '@messenger/errors';
import { describe, expect, it } from 'vitest';
import { FRAMEWORK_REASONS } from '../../apps/api-gateway/src/problems/problem.filter.js';
import { httpStatusOf } from '../../apps/api-gateway/src/problems/problem.js';
import { compileProtos } from '../../tools/documents/descriptors.js';
import { openApiDocument } from '../../tools/documents/openapi.js';
import { makeOptionModule, OPTION_MODULES } from '../../tools/documents/option-modules.js';
import { documentedReasons } from '../../tools/documents/reasons.js';
import { errorClasses, isErrorFile, sources } from './error-classes.js';

const protos = compileProtos();
const reasons = documentedReasons(protos);
const classes = await errorClasses();
const document = await openApiDocument();

/** `409 EMAIL_TAKEN`, of every operation. */
const answered = new Set(
  Object.values(document.paths)
    .flatMap((verbs) => Object.values(verbs as Record<string, NonNullable<typeof verbs.get>>))
    .flatMap(({ responses }) => Object.entries(responses as Record<string, Response>))
    .flatMap(([status, response]) =>
      Object.keys(resolved(response).content?.['application/problem+json']?.examples ?? {}).map(
        (reason) => `${status} ${reason}`,
      ),
    ),
);

/** Where a reason comes in no body: as `error` of a redirect, or before there is a route. */
const documented = JSON.stringify([document.tags, Object.values(document.paths)].map(descriptions));

function descriptions(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'description' in value && typeof value.description === 'string' ? [value.description] : [];
  return [...own, ...Object.values(value).flatMap(descriptions)];
}

interface Response {
  $ref?: string;
  content?: Record<string, { examples?: object }>;
}

/** Problems are described once, in the components. */
function resolved(response: Response): Response {
  return (document.components?.responses?.[response.$ref?.split('/').at(-1) ?? ''] as Response | undefined) ?? response;
}

it.each(Object.keys(OPTION_MODULES))('%s is what the protos say', async (file) => {
  expect(readFileSync(file, 'utf8'), 'stale: make proto').toBe(await makeOptionModule(file, protos));
});

it('every DomainError lies in an errors file, where these tests find it', () => {
  const files = sources().filter(([, source]) => source.includes('extends DomainError'));
  expect(files.map(([file]) => file).filter((file) => !isErrorFile(file))).toEqual([]);
});

describe.each(classes)('$name of $file', ({ name, file, owner, code, reason }) => {
  it('has a line on the errors page', () => {
    const help = `${reason} is no reason of proto/messenger/${owner}/v1/error_reason.proto: throw one of its own`;
    // The gateway may refuse for a reason that a service has, too.
    const known = owner === 'errors' ? { name: reason, code } : { name: reason, code, owner };
    expect(reasons, help).toContainEqual(expect.objectContaining(known));
  });

  it('is thrown', () => {
    const folder = file.startsWith('libs/') ? '' : /^apps\/[^/]+\//.exec(file)?.[0];
    const users = sources().filter(
      ([path, source]) => path.startsWith(folder ?? '') && source.includes(`new ${name}(`),
    );
    expect(users).not.toEqual([]);
  });
});

it('a DomainError always has a class: only what another service has answered is made up of its parts', () => {
  const users = sources().filter(([, source]) => source.includes('new DomainError('));
  expect(users.map(([file]) => file)).toEqual(['libs/grpc/src/error-status.ts']);
});

it("what Nest and Fastify refuse has the gateway's own reasons", () => {
  const own = Object.entries(FRAMEWORK_REASONS).map(([status, name]) => ({ status: Number(status), name }));
  expect(reasons.map(({ status, name }) => ({ status, name }))).toEqual(expect.arrayContaining(own));
});

describe.each(reasons)('$status $name of $owner', ({ name, code, status }) => {
  it('is thrown by a class, or by the framework', () => {
    const byClass = classes.some((thrown) => thrown.reason === name && thrown.code === code);
    expect(code === undefined ? FRAMEWORK_REASONS[status] === name : byClass, 'nothing throws it: drop it').toBe(true);
  });

  it('has the status that the gateway answers with', () => {
    expect(STATUS_CODES[status]).toBeDefined();
    if (code !== undefined) expect(status).toBe(httpStatusOf(code as ErrorCode, name));
  });
});

it.each(reasons.filter(({ code }) => code !== undefined))('$status $name is an answer of some operation', (reason) => {
  const help =
    'name it in the options of the rpcs that refuse so, in @ApiProblems of what the gateway refuses, or in the description of a redirect or a tag';
  expect(answered.has(`${reason.status} ${reason.name}`) || documented.includes(reason.name), help).toBe(true);
});

it('no operation answers with a reason that the errors page lacks', () => {
  const known = reasons.map(({ status, name }) => `${status} ${name}`);
  expect([...answered].filter((answer) => !known.includes(answer))).toEqual([]);
});
