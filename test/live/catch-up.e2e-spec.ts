import { eventually, TcpProxy } from '@messenger/testing';
import { describe, expect } from 'vitest';
import { LiveDevice } from '../support/live-device.js';
import { anotherDeviceOf, send } from '../support/people.js';
import { aReading } from '../support/feed-message.js';
import { commitEvents, insertEvents } from '../support/schema.js';
import { it } from '../support/stack-test.js';

describe('a live connection that was behind or cut off', () => {
  it.beforeEach(({ gateways }) => gateways.restore());

  it('resumes at the cursor of any frame, on any gateway, without a gap and without a repeat', async ({ gateways }) => {
    const { ada, grace, chatId, devices } = await gateways.twoWithTwo();
    const first = devices.grace1!;
    await send(ada, chatId, 'one');
    await send(ada, chatId, 'two');
    await first.receives(2);
    first.terminate();
    for (const text of ['three', 'four']) await send(ada, chatId, text);
    const second = await gateways.device(grace, 0, first.cursor);
    await send(ada, chatId, 'five');
    await second.receives(3);
    expect([...first.texts, ...second.texts]).toEqual(['one', 'two', 'three', 'four', 'five']);
    // By the cursor of any frame, also in the middle of a replay.
    const third = await gateways.device(grace, 1, second.events[0]!.cursor);
    await third.receives(2);
    expect(third.texts).toEqual(['four', 'five']);
    expect(third.frames.at(-1)?.type).toBe('live');
  });

  it('resumes without a gap while messages keep arriving', async ({ gateways }) => {
    const { ada, grace, chatId, devices } = await gateways.twoWithTwo();
    const start = devices.grace1!.cursor;
    const sending = (async () => {
      for (let n = 1; n <= 120; n++) await send(ada, chatId, `message ${n}`);
    })();
    const resumed = [];
    for (let n = 0; n < 12; n++)
      resumed.push(await gateways.device(grace, (n % 2) as 0 | 1, n % 3 === 0 ? null : start));
    // Of more than ten the oldest have gone.
    await sending;
    const open = resumed.filter(({ closed }) => closed === undefined);
    const all = Array.from({ length: 120 }, (_, n) => `message ${n + 1}`);
    for (const device of open) {
      await eventually(() => expect(device.texts.at(-1)).toBe('message 120'), 10_000);
      expect(device.texts).toEqual(all.slice(-device.texts.length));
      if (device.frames.length > 1 && resumed.indexOf(device) % 3 !== 0) expect(device.texts).toEqual(all);
    }
    expect(open.length).toBeGreaterThanOrEqual(8);
  });

  it('receives an event whose transaction commits late, before those that were written after it', async ({
    gateways,
  }) => {
    const { ada, grace, chatId, devices } = await gateways.twoWithTwo();
    const { body: read } = await grace.api.get(`/v1/events?cursor=${devices.grace1!.cursor}`);
    const schema = gateways.stack.schema('chat-service');
    const late = await schema.begin();
    await insertEvents(late, [aReading([ada.id, grace.id], 99)]);
    // It holds its place in the log: nobody can commit past it, and no cursor skip it.
    const sending = send(ada, chatId, 'next');
    await schema.somebodyWaits();
    const elsewhere = await gateways.device(grace, 0, read.nextCursor as string);
    expect([...devices.grace1!.events, ...elsewhere.events]).toEqual([]);
    await late.commit();
    await sending;
    await Promise.all([devices.grace1!.receives(2), devices.grace2!.receives(2), elsewhere.receives(2)]);
    const inOrder = [{ data: { seq: 99 } }, { data: { text: 'next' } }];
    for (const device of [devices.grace1!, devices.grace2!, elsewhere]) expect(device.events).toMatchObject(inOrder);
    const { body } = await grace.api.get(`/v1/events?cursor=${read.nextCursor}`);
    expect(body.events).toMatchObject(inOrder);
  });

  it('reads the log where the broker has lost an event, within two seconds though no other follows', async ({
    gateways,
  }) => {
    const { ada, grace, chatId, devices } = await gateways.twoWithTwo();
    await send(ada, chatId, 'one');
    await devices.grace1!.receives(1);
    await commitEvents(gateways.stack.schema('chat-service'), [aReading([ada.id, grace.id], 99)]);
    await eventually(() => {
      for (const { events } of Object.values(devices)) expect(events).toHaveLength(2);
    }, 2_000);
    await send(ada, chatId, 'two');
    for (const device of Object.values(devices)) {
      await device.receives(3);
      expect(device.events).toMatchObject([
        { data: { text: 'one' } },
        { data: { seq: 99 } },
        { data: { text: 'two' } },
      ]);
    }
  });

  it('reads the log where an event behind a lost one arrives', async ({ gateways }) => {
    const { ada, grace, chatId, devices } = await gateways.twoWithTwo();
    const lost = [98, 99].map((seq) => aReading([ada.id, grace.id], seq));
    await commitEvents(gateways.stack.schema('chat-service'), lost);
    await send(ada, chatId, 'behind');
    for (const device of Object.values(devices)) {
      await device.receives(3);
      expect(device.events).toMatchObject([{ data: { seq: 98 } }, { data: { seq: 99 } }, { data: { text: 'behind' } }]);
    }
  });

  it('receives, once its broker connection is back, what others received meanwhile', async ({ gateways }) => {
    const { ada, grace, chatId, devices } = await gateways.twoWithTwo();
    const { amqpUrl } = gateways.stack;
    const line = await TcpProxy.to(Number(new URL(amqpUrl).port));
    const { url, app } = await gateways.anotherGateway({ AMQP_URL: line.urlOf(amqpUrl) });
    await app.whole();
    const device = await LiveDevice.live(url, grace.accessToken);
    const leaving = await anotherDeviceOf(gateways.api, grace);
    const revoked = await LiveDevice.live(url, leaving.accessToken);
    await send(ada, chatId, 'one');
    await device.receives(1);
    line.freeze();
    line.sever();
    await send(ada, chatId, 'two');
    await devices.grace1!.receives(2);
    expect(device.texts).toEqual(['one']);
    // What cannot wait for the broker is asked for.
    await leaving.api.post('/v1/auth/logout');
    expect(await revoked.isClosed(5_000)).toEqual({ code: 4401, reason: 'session revoked' });
    line.thaw();
    line.sever();
    await eventually(() => expect(device.texts).toEqual(['one', 'two']));
    await send(ada, chatId, 'three');
    await device.receives(3);
    expect(device.texts).toEqual(['one', 'two', 'three']);
    await app.stop();
    await line.close();
  });

  it('waits for a service that is down, and misses nothing', async ({ gateways }) => {
    const { ada, grace, chatId, devices } = await gateways.twoWithTwo();
    const { cursor } = devices.grace1!;
    await send(ada, chatId, 'one');
    const { 'subscriber-service': subscribers } = gateways.stack.apps;
    await subscribers.kill();
    const answer = await grace.api.get(`/v1/events?cursor=${cursor}`);
    expect([answer.status, answer.body.reason]).toEqual([503, 'UNAVAILABLE']);
    const device = await LiveDevice.connect(gateways.urls[0], grace.accessToken);
    device.send({ type: 'resume', cursor });
    await send(ada, chatId, 'two');
    await devices.grace1!.receives(2);
    expect(device.frames).toEqual([]);
    await subscribers.start();
    await device.isLive();
    await device.receives(2);
    expect(device.texts).toEqual(['one', 'two']);
  });
});
