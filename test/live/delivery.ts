import { connect } from 'amqplib';
import { EVENTS_EXCHANGE } from '@messenger/rabbitmq';
import { TcpProxy } from '@messenger/testing';
import { expect, it } from 'vitest';
import { Device } from '../support/device.js';
import { anotherDeviceOf, aPerson, makeFriends, send } from '../support/people.js';
import { untilStatus } from '../support/until.js';
import { eventually } from '../support/eventually.js';
import type { LiveWorld } from './live-world.js';

export function delivery(given: () => LiveWorld): void {
  it('hears at once, on every device and through both gateways, what either does', async () => {
    const { ada, grace, chatId, devices } = await given().twoWithTwo();
    const { body: sent } = await send(ada, chatId, 'hello');
    const path = `/v1/chats/${chatId}/messages/${sent.id}`;
    const { body: edited } = await ada.api.patch(path, { text: 'Hello!' });
    await grace.api.put(`/v1/chats/${chatId}/read`, { seq: 1 });
    await ada.api.delete(path);
    for (const device of Object.values(devices)) {
      await device.hears(4);
      expect(device.events.map(({ type, data }) => [type, data])).toEqual([
        ['chat.message_sent.v1', sent],
        ['chat.message_edited.v1', edited],
        ['chat.read.v1', { chatId, userId: grace.id, seq: 1 }],
        [
          'chat.message_deleted.v1',
          { ...sent, text: null, editedAt: expect.any(String), deletedAt: expect.any(String) },
        ],
      ]);
      for (const frame of device.frames) expect(Object.keys(frame)).toEqual(expect.arrayContaining(['type', 'cursor']));
    }
  });

  it('hears of requests and friendships with the profile of the other', async () => {
    const { api } = given();
    const [ada, grace] = await Promise.all([aPerson(api), aPerson(api)]);
    const [hers, his] = await Promise.all([given().device(ada), given().device(grace, 1)]);
    await makeFriends(ada, grace);
    await Promise.all([hers.hears(2), his.hears(2)]);
    expect(hers.types).toEqual(['subscriber.friend_request_sent.v1', 'subscriber.friendship_started.v1']);
    const { nickname } = (await grace.api.get('/v1/users/me')).body as { nickname: string };
    expect(hers.events[0]?.data).toMatchObject({ direction: 'outgoing', status: 'pending', userId: grace.id });
    expect(hers.events[1]?.data.user).toEqual({ id: grace.id, nickname, avatarUrl: null });
    expect(his.events[0]?.data).toMatchObject({ direction: 'incoming', userId: ada.id, user: { id: ada.id } });
  });

  it('continues where another was cut, anywhere, without a gap and without a repeat', async () => {
    const { ada, grace, chatId, devices } = await given().twoWithTwo();
    const first = devices.grace1!;
    await send(ada, chatId, 'one');
    await send(ada, chatId, 'two');
    await first.hears(2);
    first.cut();
    for (const text of ['three', 'four']) await send(ada, chatId, text);
    const second = await given().device(grace, 0, first.cursor);
    await send(ada, chatId, 'five');
    await second.hears(3);
    expect([...first.texts, ...second.texts]).toEqual(['one', 'two', 'three', 'four', 'five']);
    // By the cursor of any frame, also in the middle of a replay.
    const third = await given().device(grace, 1, second.events[0]!.cursor);
    await third.hears(2);
    expect(third.texts).toEqual(['four', 'five']);
    expect(third.frames.at(-1)?.type).toBe('live');
  });

  it('is not disturbed by resuming while much is said', async () => {
    const { ada, grace, chatId, devices } = await given().twoWithTwo();
    const start = devices.grace1!.cursor;
    const sending = (async () => {
      for (let n = 1; n <= 120; n++) await send(ada, chatId, `message ${n}`);
    })();
    const resumed = [];
    for (let n = 0; n < 12; n++)
      resumed.push(await given().device(grace, (n % 2) as 0 | 1, n % 3 === 0 ? null : start));
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

  it('hears a transaction that commits late, though it had read past it', async () => {
    const { ada, grace, chatId, devices } = await given().twoWithTwo();
    const schema = given().world.schema('chat-service');
    const late = await schema.begin();
    const payload = { message: { id: chatId, chatId, seq: 99, senderId: ada.id, text: 'late', createdAt: new Date() } };
    await late.query(
      `INSERT INTO outbox (event_id, type, subject, recipient_ids, payload)
       VALUES (gen_random_uuid(), 'chat.message_sent.v1', 'test', $1, $2)`,
      [[ada.id, grace.id], JSON.stringify(payload)],
    );
    await send(ada, chatId, 'early');
    await devices.grace1!.hears(1);
    const { body: read } = await grace.api.get(`/v1/events?cursor=${devices.grace1!.cursor}`);
    const elsewhere = await given().device(grace, 0, read.nextCursor as string);
    await late.commit();
    await Promise.all([devices.grace1!.hears(2), devices.grace2!.hears(2), elsewhere.hears(1)]);
    expect(devices.grace1!.texts).toEqual(['early', 'late']);
    expect(elsewhere.texts).toEqual(['late']);
    await eventually(async () => {
      const { body } = await grace.api.get(`/v1/events?cursor=${read.nextCursor}`);
      expect(body.events).toMatchObject([{ data: { text: 'late' } }]);
    });
  });

  it('reads the log again where an event has passed unheard', async () => {
    const { ada, chatId, devices } = await given().twoWithTwo();
    await send(ada, chatId, 'one');
    await devices.grace1!.hears(1);
    const schema = given().world.schema('chat-service');
    const { published } = await schema.everythingPublished();
    // As if the broker had lost one: the relay believes that it is out.
    const holding = await schema.begin();
    await holding.query(`SELECT FROM outbox_head WHERE name = 'published' FOR UPDATE`);
    await send(ada, chatId, 'two');
    await eventually(async () => expect((await schema.heads()).numbered).toBe(published + 1));
    await holding.query(`UPDATE outbox_head SET position = position + 1 WHERE name = 'published'`);
    await holding.commit();
    await send(ada, chatId, 'three');
    for (const device of Object.values(devices)) {
      await device.hears(3);
      expect(device.texts).toEqual(['one', 'two', 'three']);
    }
  });

  it('hears, once the broker is back, what it brought to others meanwhile', async () => {
    const { ada, grace, chatId, devices } = await given().twoWithTwo();
    const { amqpUrl } = given().world.stack;
    const line = await TcpProxy.to(Number(new URL(amqpUrl).port));
    const { url, app } = await given().anotherGateway({ AMQP_URL: line.urlOf(amqpUrl) });
    await app.whole();
    const device = given().keep(await Device.live(url, grace.accessToken));
    const leaving = await anotherDeviceOf(given().api, grace);
    const revoked = given().keep(await Device.live(url, leaving.accessToken));
    await send(ada, chatId, 'one');
    await device.hears(1);
    line.freeze();
    line.sever();
    await send(ada, chatId, 'two');
    await devices.grace1!.hears(2);
    expect(device.texts).toEqual(['one']);
    // What cannot wait for the broker is asked for.
    await leaving.api.post('/v1/auth/logout');
    expect(await revoked.isClosed(5_000)).toEqual({ code: 4401, reason: 'session revoked' });
    line.thaw();
    line.sever();
    await eventually(() => expect(device.texts).toEqual(['one', 'two']));
    await send(ada, chatId, 'three');
    await device.hears(3);
    expect(device.texts).toEqual(['one', 'two', 'three']);
    await app.stop();
    await line.close();
  });

  it('waits for a service that is away, and misses nothing', async () => {
    const { ada, grace, chatId, devices } = await given().twoWithTwo();
    const { cursor } = devices.grace1!;
    await send(ada, chatId, 'one');
    const { 'subscriber-service': subscribers } = given().world.stack.apps;
    await subscribers.kill();
    const answer = await grace.api.get(`/v1/events?cursor=${cursor}`);
    expect([answer.status, answer.body.reason]).toEqual([503, 'UNAVAILABLE']);
    const device = given().keep(await Device.connect(given().gateways[0], grace.accessToken));
    device.say({ type: 'resume', cursor });
    await send(ada, chatId, 'two');
    await devices.grace1!.hears(2);
    expect(device.frames).toEqual([]);
    await subscribers.start();
    await device.isLive();
    await device.hears(2);
    expect(device.texts).toEqual(['one', 'two']);
  });

  it('is not told twice what the broker brings twice', async () => {
    const { ada, chatId, devices } = await given().twoWithTwo();
    const schema = given().world.schema('chat-service');
    await send(ada, chatId, 'one');
    await schema.everythingPublished();
    await schema.query(`UPDATE outbox_head SET position = position - 1 WHERE name = 'published'`);
    await schema.everythingPublished();
    await send(ada, chatId, 'two');
    await devices.grace2!.hears(2);
    expect(devices.grace2!.texts).toEqual(['one', 'two']);
  });

  it('hears nothing of a chat as a stranger, nor any more once it is a former friend', async () => {
    const { ada, grace, chatId, devices } = await given().twoWithTwo();
    const stranger = await given().device(await aPerson(given().api));
    const { body: sent } = await send(ada, chatId, 'before');
    await ada.api.put(`/v1/blocks/${grace.id}`);
    await untilStatus(403, () => ada.api.post(`/v1/chats/${chatId}/messages`, { text: 'after' }));
    await ada.api.delete(`/v1/chats/${chatId}/messages/${sent.id}`);
    await eventually(() => expect(devices.ada1!.types).toContain('chat.message_deleted.v1'));
    // A later event marks that nothing else is on its way.
    await grace.api.patch('/v1/users/me', { about: 'on my own' });
    await eventually(() => expect(devices.grace1!.types).toContain('user.profile_updated.v1'));
    expect(devices.grace1!.types).toContain('subscriber.friendship_ended.v1');
    expect(devices.grace1!.types).not.toContain('chat.message_deleted.v1');
    expect(stranger.events).toEqual([]);
  });

  it('goes on after an event that nobody can read', async () => {
    const { ada, chatId, devices } = await given().twoWithTwo();
    const connection = await connect(given().world.stack.amqpUrl);
    const channel = await connection.createConfirmChannel();
    const properties = { type: 'chat.read.v1', messageId: 'broken', headers: {} };
    channel.publish(EVENTS_EXCHANGE, 'chat.read.v1', Buffer.from('{'), properties);
    await channel.waitForConfirms();
    await connection.close();
    await send(ada, chatId, 'one');
    await devices.grace1!.hears(1);
    expect(devices.grace1!.texts).toEqual(['one']);
  });
}
