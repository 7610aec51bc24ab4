import { expect, it } from 'vitest';
import { Device } from '../support/device.js';
import { eventually } from '../support/eventually.js';
import { aPerson, send } from '../support/people.js';
import type { LiveWorld } from './live-world.js';

export function closing(given: () => LiveWorld): void {
  const open = async (): Promise<Device> =>
    given().keep(await Device.connect(given().gateways[0], (await aPerson(given().api)).accessToken));

  it('with 4401 within a second of the end of its session, wherever that is ended', async () => {
    const ada = await aPerson(given().api);
    const [here, there] = await Promise.all([given().device(ada, 0), given().device(ada, 1)]);
    await ada.api.post('/v1/auth/logout');
    const revoked = { code: 4401, reason: 'session revoked' };
    expect(await here.isClosed(1_000)).toEqual(revoked);
    expect(await there.isClosed(1_000)).toEqual(revoked);
  });

  it('with 4401 when its token expires, unless a fresh one came first', async () => {
    const ada = await aPerson(given().shortLived);
    const url = given().shortLived.url;
    const [idle, renewed] = [await Device.live(url, ada.accessToken), await Device.live(url, ada.accessToken)];
    const long = await given().api.post('/v1/auth/refresh', { refreshToken: ada.refreshToken });
    renewed.say({ type: 'auth', token: long.body.accessToken });
    expect(await idle.isClosed()).toEqual({ code: 4401, reason: 'token expired' });
    await given()
      .api.as(long.body.accessToken as string)
      .patch('/v1/users/me', { about: 'still here' });
    await renewed.hears(1);
    renewed.cut();
  });

  it('with 4401 or 1008 at a token that is no good, or not of the same person', async () => {
    const [one, other] = [await open(), await open()];
    for (const device of [one, other]) {
      device.say({ type: 'resume', cursor: null });
      await device.isLive();
    }
    one.say({ type: 'auth', token: 'a.b.c' });
    expect(await one.isClosed()).toEqual({ code: 4401, reason: 'token not valid' });
    other.say({ type: 'auth', token: (await aPerson(given().api)).accessToken });
    expect(await other.isClosed()).toEqual({ code: 1008, reason: 'token of another user' });
  });

  it.each([
    ['anything before it resumes', [{ type: 'auth', token: 'a.b.c' }], 'unexpected frame'],
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
  ])('with 1008 at %s', async (_what, frames, reason) => {
    const device = await open();
    for (const frame of frames) device.say(frame);
    expect(await device.isClosed()).toEqual({ code: 1008, reason });
  });

  it('with 1008 at a place beyond the log, and at bytes', async () => {
    const device = await open();
    device.say({ type: 'resume', cursor: Buffer.from('v1.0.0.9007199254740991').toString('base64url') });
    expect(await device.isClosed()).toEqual({ code: 1008, reason: 'cursor not valid' });
    const other = await open();
    other.webSocket.send(Buffer.from('{"type":"resume","cursor":null}'), { binary: true });
    expect(await other.isClosed()).toEqual({ code: 1008, reason: 'unexpected frame' });
  });

  it('with 1009 at a frame over 64 KB', async () => {
    const device = await open();
    device.say('x'.repeat(64 * 1024 + 1));
    expect((await device.isClosed()).code).toBe(1009);
  });

  it('with 1012 when its gateway ends, which it does in time', async () => {
    const { url, app } = await given().anotherGateway();
    const ada = await aPerson(given().api);
    const device = await Device.live(url, ada.accessToken);
    const dead = given().keep(await Device.live(url, ada.accessToken));
    // One that does not answer holds nobody up.
    dead.webSocket.pause();
    const started = Date.now();
    const ended = app.kill('SIGTERM').then(() => app.exited);
    expect(await device.isClosed()).toEqual({ code: 1012, reason: 'draining' });
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it('with 4409 when it is the oldest of more than ten', async () => {
    const ada = await aPerson(given().api);
    const devices: Device[] = [];
    for (let n = 0; n < 12; n++) devices.push(await given().device(ada));
    for (const oldest of devices.slice(0, 2)) {
      expect(await oldest.isClosed()).toEqual({ code: 4409, reason: 'too many sockets' });
    }
    expect(devices.slice(2).every(({ closed }) => closed === undefined)).toBe(true);
  });

  it('with 4410 at a cursor whose events are no longer kept', async () => {
    const { grace, ada, chatId } = await given().twoWithTwo();
    const { nextCursor } = (await grace.api.get('/v1/events')).body as { nextCursor: string };
    const schema = given().world.schema('chat-service');
    for (const text of ['one', 'two']) await send(ada, chatId, text);
    const { numbered } = await schema.everythingPublished();
    await schema.query('DELETE FROM outbox WHERE position < $1', [numbered]);
    const device = given().keep(await Device.connect(given().gateways[0], grace.accessToken));
    device.say({ type: 'resume', cursor: nextCursor });
    expect(await device.isClosed()).toEqual({ code: 4410, reason: 'cursor expired' });
    const answer = await grace.api.get(`/v1/events?cursor=${nextCursor}`);
    expect([answer.status, answer.body.reason]).toEqual([410, 'CURSOR_EXPIRED']);
  });

  it('with 4408 when it reads too slowly, while others see no delay', async () => {
    const { ada, grace, chatId, devices } = await given().twoWithTwo();
    const slow = devices.grace2!;
    // On the same gateway.
    const quick = devices.ada1!;
    const text = '🦊'.repeat(4_096);
    let sent = 0;
    const sendAndHear = async (count: number): Promise<number> => {
      const start = performance.now();
      sent += count;
      await Promise.all(Array.from({ length: count }, () => send(ada, chatId, text)));
      await quick.hears(sent);
      return performance.now() - start;
    };
    const delays = async (): Promise<number[]> => {
      const all: number[] = [];
      for (let n = 0; n < 10; n++) all.push(await sendAndHear(1));
      return all.sort((a, b) => a - b);
    };
    const before = await delays();
    slow.webSocket.pause();
    const beside: number[] = [];
    // What waits for the slow one has its bound; the kernel takes some megabytes before.
    await eventually(async () => {
      await sendAndHear(40);
      beside.push(...(await delays()));
      expect(await given().world.metrics('api-gateway')).toContain('live_sockets_closed_total{code="4408"} 1');
    });
    beside.sort((a, b) => a - b);
    // Compared side by side, as the machine has other work, too.
    expect(quantile(beside, 0.9)).toBeLessThan(quantile(before, 0.9) + 100);
    slow.webSocket.resume();
    expect(await slow.isClosed()).toEqual({ code: 4408, reason: 'reads too slowly' });
    const again = await given().device(grace, 0, slow.cursor);
    await eventually(() => expect(again.texts.length + slow.texts.length).toBe(quick.texts.length));
  });
}

function quantile(sorted: number[], share: number): number {
  return sorted[Math.floor(share * (sorted.length - 1))]!;
}
