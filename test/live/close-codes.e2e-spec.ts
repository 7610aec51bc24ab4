import { eventually } from '@messenger/testing';
import { describe, expect } from 'vitest';
import { LiveDevice } from '../support/live-device.js';
import { aPerson, send } from '../support/people.js';
import type { LiveGateways } from '../support/live-gateways.js';
import { it } from '../support/stack-test.js';

describe('a live connection ends', () => {
  it.beforeEach(({ gateways }) => gateways.restore());

  const open = async ({ urls, api }: LiveGateways): Promise<LiveDevice> =>
    LiveDevice.connect(urls[0], (await aPerson(api)).accessToken);

  it('with 4401 within a second of the end of its session, on every gateway', async ({ gateways }) => {
    const ada = await aPerson(gateways.api);
    const [here, there] = await Promise.all([gateways.device(ada, 0), gateways.device(ada, 1)]);
    await ada.api.post('/v1/auth/logout');
    const revoked = { code: 4401, reason: 'session revoked' };
    expect(await here.isClosed(1_000)).toEqual(revoked);
    expect(await there.isClosed(1_000)).toEqual(revoked);
  });

  it('with 4401 when its token expires, unless a fresh one came first', async ({ gateways }) => {
    const ada = await aPerson(gateways.shortLived);
    const url = gateways.shortLived.url;
    const [idle, renewed] = [await LiveDevice.live(url, ada.accessToken), await LiveDevice.live(url, ada.accessToken)];
    const long = await gateways.api.post('/v1/auth/refresh', { refreshToken: ada.refreshToken });
    renewed.send({ type: 'auth', token: long.body.accessToken });
    expect(await idle.isClosed()).toEqual({ code: 4401, reason: 'token expired' });
    await gateways.api.as(long.body.accessToken as string).patch('/v1/users/me', { about: 'still here' });
    await renewed.receives(1);
  });

  it('with 4401 or 1008 at a token that is no good, or not of the same person', async ({ gateways }) => {
    const [one, other] = [await open(gateways), await open(gateways)];
    for (const device of [one, other]) {
      device.send({ type: 'resume', cursor: null });
      await device.isLive();
    }
    one.send({ type: 'auth', token: 'a.b.c' });
    expect(await one.isClosed()).toEqual({ code: 4401, reason: 'token not valid' });
    other.send({ type: 'auth', token: (await aPerson(gateways.api)).accessToken });
    expect(await other.isClosed()).toEqual({ code: 1008, reason: 'token of another user' });
  });

  it.for<[what: string, frames: unknown[], reason: string]>([
    ['anything before it resumes', [{ type: 'auth', token: 'a.b.c' }], 'unexpected frame'],
    ['a message before it resumes', [{ type: 'send', id: 'x', chatId: 'x', text: 'x' }], 'unexpected frame'],
    [
      'a second resumption',
      [
        { type: 'resume', cursor: null },
        { type: 'resume', cursor: null },
      ],
      'unexpected frame',
    ],
    ['no JSON', ['{'], 'unexpected frame'],
    ['an unknown frame', [{ type: 'send', text: 'x' }], 'unexpected frame'],
    ['a cursor that is none', [{ type: 'resume', cursor: 'hello' }], 'cursor not valid'],
  ])('with 1008 at %s', async ([, frames, reason], { gateways }) => {
    const device = await open(gateways);
    for (const frame of frames) device.send(frame);
    expect(await device.isClosed()).toEqual({ code: 1008, reason });
  });

  it('with 4410 at a cursor beyond the log, and with 1008 at a binary frame', async ({ gateways }) => {
    const device = await open(gateways);
    device.send({ type: 'resume', cursor: Buffer.from('v1.0.0.9007199254740991').toString('base64url') });
    expect(await device.isClosed()).toEqual({ code: 4410, reason: 'cursor expired' });
    const other = await open(gateways);
    other.webSocket.send(Buffer.from('{"type":"resume","cursor":null}'), { binary: true });
    expect(await other.isClosed()).toEqual({ code: 1008, reason: 'unexpected frame' });
  });

  it('with 1009 at a frame over 64 KB', async ({ gateways }) => {
    const device = await open(gateways);
    device.send('x'.repeat(64 * 1024 + 1));
    expect((await device.isClosed()).code).toBe(1009);
  });

  it('with 1012 when its gateway is stopped, which ends in time', async ({ gateways }) => {
    const { url, app } = await gateways.anotherGateway();
    const ada = await aPerson(gateways.api);
    const device = await LiveDevice.live(url, ada.accessToken);
    const dead = await LiveDevice.live(url, ada.accessToken);
    // One that does not answer holds nobody up.
    dead.webSocket.pause();
    const started = Date.now();
    const ended = app.kill('SIGTERM').then(() => app.exited);
    expect(await device.isClosed()).toEqual({ code: 1012, reason: 'draining' });
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('with 4409 when it is the oldest of more than ten', async ({ gateways }) => {
    const ada = await aPerson(gateways.api);
    const devices: LiveDevice[] = [];
    for (let n = 0; n < 12; n++) devices.push(await gateways.device(ada));
    for (const oldest of devices.slice(0, 2)) {
      expect(await oldest.isClosed()).toEqual({ code: 4409, reason: 'too many sockets' });
    }
    expect(devices.slice(2).every(({ closed }) => closed === undefined)).toBe(true);
  });

  it('with 4410 at a cursor whose events are no longer kept', async ({ gateways }) => {
    const { grace, ada, chatId } = await gateways.twoWithTwo();
    const { nextCursor } = (await grace.api.get('/v1/events')).body as { nextCursor: string };
    const schema = gateways.stack.schema('chat-service');
    for (const text of ['one', 'two']) await send(ada, chatId, text);
    await schema.query('DELETE FROM outbox WHERE position < $1', [await schema.head()]);
    const device = await LiveDevice.connect(gateways.urls[0], grace.accessToken);
    device.send({ type: 'resume', cursor: nextCursor });
    expect(await device.isClosed()).toEqual({ code: 4410, reason: 'cursor expired' });
    const answer = await grace.api.get(`/v1/events?cursor=${nextCursor}`);
    expect([answer.status, answer.body.reason]).toEqual([410, 'CURSOR_EXPIRED']);
  });

  it('with 4408 when it reads too slowly, while others see no delay', async ({ gateways }) => {
    const { ada, grace, chatId, devices } = await gateways.twoWithTwo();
    const slow = devices.grace2!;
    // On the same gateway.
    const quick = devices.ada1!;
    const text = '🦊'.repeat(4_096);
    let sent = 0;
    const sendAndHear = async (count: number): Promise<number> => {
      const start = performance.now();
      sent += count;
      await Promise.all(Array.from({ length: count }, () => send(ada, chatId, text)));
      await quick.receives(sent);
      return performance.now() - start;
    };
    const delays = async (): Promise<number[]> => {
      const all: number[] = [];
      for (let n = 0; n < 10; n++) all.push(await sendAndHear(1));
      return all.sort((a, b) => a - b);
    };
    const before = await delays();
    const closedBefore = await closedAsTooSlow(gateways);
    slow.webSocket.pause();
    const beside: number[] = [];
    // What waits for the slow one has its bound; the kernel takes some megabytes before.
    await eventually(async () => {
      await sendAndHear(40);
      beside.push(...(await delays()));
      expect(await closedAsTooSlow(gateways)).toBe(closedBefore + 1);
    });
    beside.sort((a, b) => a - b);
    // Compared side by side, as the machine has other work, too.
    expect(quantile(beside, 0.9)).toBeLessThan(quantile(before, 0.9) + 100);
    slow.webSocket.resume();
    expect(await slow.isClosed()).toEqual({ code: 4408, reason: 'reads too slowly' });
    const again = await gateways.device(grace, 0, slow.cursor);
    await eventually(() => expect(again.texts.length + slow.texts.length).toBe(quick.texts.length));
  });
});

async function closedAsTooSlow({ stack }: LiveGateways): Promise<number> {
  const [, count = 0] =
    /^live_sockets_closed_total\{code="4408"\} (\d+)$/m.exec(await stack.metrics('api-gateway')) ?? [];
  return Number(count);
}

function quantile(sorted: number[], share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}
