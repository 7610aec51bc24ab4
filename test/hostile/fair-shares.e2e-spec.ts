import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it as test } from 'vitest';
import { anEmail, anotherDeviceOf, aPerson, PASSWORD, type Person } from '../support/people.js';
import { TestStack } from '../support/test-stack.js';

const MAX_P99_MS = 1_000;

/** A stack with the limits on passwords that it has by default. */
const it = test.extend(
  'stack',
  { scope: 'worker' },
  // eslint-disable-next-line no-empty-pattern -- Vitest reads from the pattern which fixtures are wanted
  async ({}, { onCleanup }) => {
    const limits = { PASSWORD_LIMIT_PAIR: '20', PASSWORD_LIMIT_ADDRESS: '300', PASSWORD_LIMIT_ACCOUNT: '100' };
    const stack = await TestStack.start({ env: { 'auth-service': { ...limits, PASSWORD_LIMIT_SLOWED: '10' } } });
    onCleanup(() => stack.stop());
    return stack;
  },
);

/** The 99th percentile of so many runs, one after the other. */
async function p99OfMs(runs: number, work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const begin = performance.now();
    await work();
    times.push(performance.now() - begin);
  }
  return times.sort((a, b) => a - b)[Math.ceil(runs * 0.99) - 1] ?? Infinity;
}

/** Starts works at a rate, whatever becomes of them; resolves with how many have created something. */
async function flood(perSecond: number, seconds: number, work: () => Promise<{ status: number }>) {
  const works: Promise<number>[] = [];
  for (let i = 0; i < perSecond * seconds; i++) {
    works.push(work().then(({ status }) => status));
    await pause(1_000 / perSecond);
  }
  return (await Promise.all(works)).filter((status) => status === 201).length;
}

it('3,000 log-ins with made-up addresses leave few rows, and let in whoever is known at the same address', async ({
  stack,
}) => {
  const { api } = stack;
  const known = await aPerson(api);
  const attempt = () => api.post('/v1/auth/login', { email: anEmail(), password: PASSWORD });
  for (let round = 0; round < 60; round++) await Promise.all(Array.from({ length: 50 }, attempt));
  expect((await attempt()).status).toBe(429);
  const rows = await stack
    .schema('auth-service')
    .query<{ count: number }>('SELECT count(*)::int AS count FROM rate_limits');
  expect(rows[0]?.count).toBeLessThan(1_000);
  await anotherDeviceOf(api, known);
});

it('85 registrations a second from one address keep neither refreshes nor keys waiting', async ({ stack }) => {
  const { api } = stack;
  let { refreshToken } = await aPerson(api);
  const flooded = flood(85, 10, () => api.post('/v1/auth/register', { email: anEmail(), password: PASSWORD }));
  await pause(2_000);
  const refreshP99Ms = await p99OfMs(50, async () => {
    const { status, body } = await api.post('/v1/auth/refresh', { refreshToken });
    expect(status).toBe(200);
    refreshToken = String(body.refreshToken);
  });
  const keysP99Ms = await p99OfMs(50, async () => expect((await api.get('/.well-known/jwks.json')).status).toBe(200));
  const registered = await flooded;
  const figures = JSON.stringify({ refreshP99Ms, keysP99Ms, registered });
  expect(Math.max(refreshP99Ms, keysP99Ms), figures).toBeLessThan(MAX_P99_MS);
});

it('16 stalled uploads of one user leave avatars to the others', async ({ stack }) => {
  const [mallory, ada] = [await aPerson(stack.api), await aPerson(stack.api)];
  const stalled = Array.from({ length: 16 }, () => stalledUpload(stack, mallory));
  await pause(1_000);
  const form = new FormData();
  form.append('file', new Blob(['no picture'], { type: 'image/png' }), 'a.png');
  const answer = await fetch(`${stack.api.url}/v1/users/me/avatar`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${ada.accessToken}` },
    body: form,
  });
  for (const socket of stalled) socket.destroy();
  // Judged by user-service: it has found a place.
  expect([400, 415]).toContain(answer.status);
});

function stalledUpload({ api }: TestStack, { accessToken }: Person): Socket {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const head = ['PUT /v1/users/me/avatar HTTP/1.1', 'Host: x', `Authorization: Bearer ${accessToken}`];
  const body =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nx';
  socket.write(
    [...head, 'Content-Type: multipart/form-data; boundary=b', 'Content-Length: 5000', '', body].join('\r\n'),
  );
  return socket;
}
