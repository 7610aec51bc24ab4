import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { Api, type Answer } from '../support/api.js';
import { aChat, refusal, type Person } from '../support/people.js';

const api = new Api(inject('gatewayUrl'));

interface Operation {
  method: string;
  path: string;
  isPublic: boolean;
  hasBody: boolean;
}

/** Every operation there is, as the API itself documents them. */
async function operations(): Promise<Operation[]> {
  const { body } = await api.get('/docs-json');
  return Object.entries(
    body.paths as Record<string, Record<string, { security?: object[]; requestBody?: { content: object } }>>,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { security, requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      isPublic: !security?.length,
      hasBody: 'application/json' in (requestBody?.content ?? {}),
    })),
  );
}

const BAD_BODIES = [
  '{',
  '[]',
  '"text"',
  '5',
  'null',
  '{"__proto__":{"a":1}}',
  '{"text":"\\u0000"}',
  `"${'x'.repeat(9_000)}"`,
];
const BAD_IDS = ['1', 'null', '%00', '%F0%28', "'%3B--", '0'.repeat(400), '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b4Z'];
const BAD_QUERIES = [
  'pageSize=%00',
  'pageToken=%FF',
  'limit=1e99',
  'query=%00',
  'beforeSeq=-0',
  'a[]=1&a[b]=2',
  '%',
  'query=%ED%A0%80',
];

let all: Operation[];
/** Without those of administrators: to anybody else they do not exist (administration.e2e-spec.ts). */
let ofMembers: Operation[];
let ada: Person;
let chatId: string;

beforeAll(async () => {
  ({ ada, chatId } = await aChat(api));
  all = await operations();
  ofMembers = all.filter(({ path }) => !path.startsWith('/v1/admin/'));
  expect(all.length).toBeGreaterThan(25);
});

function isProblem({ status, body, headers }: Answer): void {
  expect(headers.get('content-type')).toContain('application/problem+json');
  expect(body).toMatchObject({
    status,
    type: expect.any(String),
    title: expect.any(String),
    reason: expect.any(String),
  });
  expect((body as { requestId: string }).requestId).toBe(headers.get('x-request-id'));
}

function at(path: string, id: string = randomUUID()): string {
  return path.replace('{chatId}', chatId).replaceAll(/\{\w+\}/g, id);
}

describe('every operation', () => {
  it('that is not public refuses a missing or bad token', async () => {
    for (const { method, path } of all.filter(({ isPublic }) => !isPublic)) {
      for (const [authorization, reason] of [
        ...[undefined, 'Bearer', 'Basic YTpi'].map((header) => [header, 'UNAUTHENTICATED']),
        ...['Bearer x.y.z', `Bearer ${ada.refreshToken}`].map((header) => [header, 'ACCESS_TOKEN_INVALID']),
      ]) {
        const answer = await api.request(method, at(path), undefined, authorization ? { authorization } : {});
        expect(refusal(answer), `${method} ${path} with ${authorization}`).toEqual([401, reason]);
        isProblem(answer);
      }
    }
  });

  it('answers a malformed body with 400', async () => {
    for (const { method, path } of ofMembers.filter(({ hasBody }) => hasBody)) {
      for (const body of BAD_BODIES) {
        const answer = await ada.api.request(method, at(path), body);
        expect(refusal(answer), `${method} ${path} ${body.slice(0, 40)}`).toEqual([400, 'VALIDATION_FAILED']);
        expect((answer.body.errors as object[]).length).toBeGreaterThan(0);
        isProblem(answer);
      }
    }
  });

  it('answers a bad id with 400 and names it', async () => {
    for (const { method, path } of ofMembers.filter((operation) => operation.path.includes('{'))) {
      for (const id of BAD_IDS) {
        const answer = await ada.api.request(method, path.replaceAll(/\{\w+\}/g, id), undefined);
        expect(answer.status, `${method} ${path} ${id}`).toBe(400);
        isProblem(answer);
      }
    }
  });

  it('survives any query', async () => {
    for (const { path } of all.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1'))) {
      for (const query of BAD_QUERIES) {
        const answer = await ada.api.get(`${at(path)}?${query}`);
        // 403: a callback of a sign-in that was never begun.
        expect([200, 400, 403, 404], `${path}?${query}: ${answer.status}`).toContain(answer.status);
      }
    }
  });
});

describe('the API', () => {
  it('answers what it does not know with 404', async () => {
    const answer = await ada.api.get('/v1/nothing');
    expect(refusal(answer)).toEqual([404, 'NOT_FOUND']);
    isProblem(answer);
  });

  it('takes a message of 4,096 characters that are escaped twice each, and refuses a body over 64 KB', async () => {
    const path = `/v1/chats/${chatId}/messages`;
    const longest = JSON.stringify({ text: '\u{1F600}'.repeat(4_096) }).replaceAll('\u{1F600}', '\\ud83d\\ude00');
    expect(longest.length).toBeGreaterThan(48 * 1_024);
    expect((await ada.api.request('POST', path, longest)).status).toBe(201);
    const answer = await ada.api.post(path, { text: 'x'.repeat(64 * 1_024) });
    expect(refusal(answer)).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    isProblem(answer);
  });
});
