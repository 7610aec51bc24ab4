import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it as test } from 'vitest';
import { anEmail, anotherDeviceOf, aPerson, PASSWORD, type Person } from '../support/people.js';
import { TestStack } from '../support/test-stack.js';

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
