import { readFileSync } from 'node:fs';
import { eventually } from '@messenger/testing';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { entriesAbout, makeAdmin } from '../support/administrators.js';
import { Api } from '../support/api.js';
import { LiveDevice } from '../support/live-device.js';
import { anEmail, aPerson, anotherDeviceOf, PASSWORD, refusal, type Person } from '../support/people.js';

const gatewayUrl = inject('gatewayUrl');
const api = new Api(gatewayUrl);

/** The rows of the table in SECURITY.md: `GET /v1/admin/figures`. */
const ROUTES = [
  ...readFileSync('SECURITY.md', 'utf8').matchAll(/^\| `(GET|PUT|POST|DELETE) (\/v1\/admin\/\S+)` /gm),
].map(([, method = '', path = '']) => [method, path] as const);

let admin: Person;
let suspended: Person;
let plainMember: Person;

const call = (person: Api, method: string, path: string, body?: object) => person.request(method, path, body);

/** Resolves with its id. */
async function aReportBy(person: Person): Promise<string> {
  const { body } = await person.api.post('/v1/reports', { userId: plainMember.id, text: 'a test' });
  return (body as { id: string }).id;
}

beforeAll(async () => {
  [admin, suspended, plainMember] = await Promise.all([aPerson(api), aPerson(api), aPerson(api)]);
  await makeAdmin(admin.email);
  expect((await admin.api.put(`/v1/admin/accounts/${suspended.id}/admin`)).status).toBe(204);
  expect((await suspended.api.get('/v1/admin/figures')).status).toBe(200);
  await admin.api.put(`/v1/admin/accounts/${suspended.id}/suspension`, { reason: 'a test' });
});

it('the table of SECURITY.md has every route of the administration', async () => {
  const { paths } = (await (await fetch(`${gatewayUrl}/docs-json`)).json()) as { paths: Record<string, object> };
  const routes = Object.entries(paths)
    .filter(([path]) => path.startsWith('/v1/admin/'))
    .flatMap(([path, operations]) => Object.keys(operations).map((verb) => `${verb.toUpperCase()} ${path}`));
  expect(ROUTES.map((route) => route.join(' ')).sort()).toEqual(routes.sort());
});

describe.each(ROUTES)('%s %s', (method, path) => {
  const to = (id: string) => path.replace(/\{\w+\}/, id);

  it('is for administrators: for members and suspended administrators there is no such route', async () => {
    for (const body of method === 'GET' ? [undefined] : [undefined, { reason: 'a reason' }, { unknown: true }]) {
      expect(refusal(await call(plainMember.api, method, to(admin.id), body))).toEqual([404, 'NOT_FOUND']);
    }
    expect(refusal(await call(plainMember.api, method, to('no-id')))).toEqual([404, 'NOT_FOUND']);
    expect(refusal(await call(api, method, to(admin.id)))).toEqual([401, 'UNAUTHENTICATED']);
    expect((await call(suspended.api, method, to(plainMember.id))).status).toBeOneOf([401, 404]);
  });

  it('answers an administrator', async () => {
    const other = await aPerson(api);
    const target = path.includes('{reportId}') ? await aReportBy(other) : other.id;
    const field = path.endsWith('/closure') ? 'note' : 'reason';
    const { status, body } = await call(
      admin.api,
      method,
      to(target),
      method === 'PUT' ? { [field]: 'a test' } : method === 'POST' ? {} : undefined,
    );
    expect(status, JSON.stringify(body)).toBeOneOf([200, 202, 204]);
  });
});

describe('an administrator', () => {
  it('suspends somebody, whose requests, sockets and refreshes end, and lets them in again', async () => {
    const member = await aPerson(api);
    const device = await LiveDevice.live(gatewayUrl, member.accessToken);
    const path = `/v1/admin/accounts/${member.id}/suspension`;
    expect((await admin.api.put(path, { reason: 'spam' })).status).toBe(204);
    await eventually(() => expect(device.closed?.code).toBe(4401));
    await eventually(async () =>
      expect(refusal(await member.api.get('/v1/users/me'))).toEqual([401, 'SESSION_REVOKED']),
    );
    expect((await api.post('/v1/auth/refresh', { refreshToken: member.refreshToken })).status).toBe(401);
    const login = await api.post('/v1/auth/login', { email: member.email, password: PASSWORD });
    expect(refusal(login)).toEqual([403, 'ACCOUNT_SUSPENDED']);
    expect((await admin.api.delete(path)).status).toBe(204);
    await anotherDeviceOf(api, member);
  });

  it('finds people by address, nickname and id, with their profiles', async () => {
    const member = await aPerson(api, { email: anEmail('needle') });
    const nickname = `n_${Date.now()}`;
    await member.api.patch('/v1/users/me', { nickname });
    for (const query of [member.email, nickname, nickname.toUpperCase(), member.id]) {
      const { body } = await admin.api.get(`/v1/admin/accounts?query=${encodeURIComponent(query)}`);
      expect(body.accounts).toMatchObject([{ id: member.id, email: member.email, user: { nickname } }]);
    }
  });

  it('leaves a trace of each act', async () => {
    const member = await aPerson(api);
    await admin.api.put(`/v1/admin/accounts/${member.id}/admin`);
    await admin.api.delete(`/v1/admin/accounts/${member.id}/sessions`);
    expect(await entriesAbout(admin, member.id)).toMatchObject([
      { action: 'end_sessions', adminId: admin.id, targetId: member.id, reason: null },
      { action: 'grant_admin', adminId: admin.id, targetId: member.id, reason: null },
    ]);
  });
});
