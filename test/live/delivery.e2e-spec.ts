import { eventually } from '@messenger/testing';
import { describe, expect } from 'vitest';
import { aPerson, makeFriends, send } from '../support/people.js';
import { eventuallyAnswered } from '../support/eventually-answered.js';
import { aReading, feedMessageOf, publishToFeed } from '../support/feed-message.js';
import { insertEvents } from '../support/schema.js';
import type { LiveGateways } from '../support/live-gateways.js';
import { it } from '../support/stack-test.js';

describe('a live connection', () => {
  it.beforeEach(({ gateways }) => gateways.restore());

  it('shows every device at once, through both gateways, what either friend does', async ({ gateways }) => {
    const { ada, grace, chatId, devices } = await gateways.twoWithTwo();
    const { body: sent } = await send(ada, chatId, 'hello');
    const path = `/v1/chats/${chatId}/messages/${sent.id}`;
    const { body: edited } = await ada.api.patch(path, { text: 'Hello!' });
    await grace.api.put(`/v1/chats/${chatId}/read`, { seq: 1 });
    await ada.api.delete(path);
    for (const device of Object.values(devices)) {
      await device.receives(4);
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

  it('shows friend requests and friendships with the profile of the other', async ({ gateways }) => {
    const { api } = gateways;
    const [ada, grace] = await Promise.all([aPerson(api), aPerson(api)]);
    const [hers, his] = await Promise.all([gateways.device(ada), gateways.device(grace, 1)]);
    await makeFriends(ada, grace);
    await Promise.all([hers.receives(2), his.receives(2)]);
    expect(hers.types).toEqual(['subscriber.friend_request_sent.v1', 'subscriber.friendship_started.v1']);
    const { nickname } = (await grace.api.get('/v1/users/me')).body as { nickname: string };
    expect(hers.events[0]?.data).toMatchObject({ direction: 'outgoing', status: 'pending', userId: grace.id });
    expect(hers.events[1]?.data.user).toEqual({ id: grace.id, nickname, avatarUrl: null });
    expect(his.events[0]?.data).toMatchObject({ direction: 'incoming', userId: ada.id, user: { id: ada.id } });
  });

  it('shows once what the broker delivers twice', async ({ gateways }) => {
    const { ada, grace, chatId, devices } = await gateways.twoWithTwo();
    const committing = await gateways.stack.schema('chat-service').begin();
    const reading = aReading([ada.id, grace.id]);
    const message = feedMessageOf(await insertEvents(committing, [reading]), [reading]);
    await publishToFeed(gateways.stack.amqpUrl, 'chat', [message, message]);
    await committing.commit();
    await send(ada, chatId, 'two');
    await devices.grace2!.receives(2);
    expect(devices.grace2!.types).toEqual(['chat.read.v1', 'chat.message_sent.v1']);
  });

  it('shows in order, without reading the log, what two instances have published crosswise', async ({ gateways }) => {
    const { ada, grace, devices } = await gateways.twoWithTwo();
    const readsBefore = await replayReads(gateways);
    const committing = await gateways.stack.schema('chat-service').begin();
    const readings = [1, 2, 3].map((seq) => aReading([ada.id, grace.id], seq));
    const first = await insertEvents(committing, readings);
    const messages = readings.map((reading, index) => feedMessageOf(first + index, [reading]));
    await publishToFeed(gateways.stack.amqpUrl, 'chat', messages.toReversed());
    await committing.commit();
    for (const device of Object.values(devices)) {
      await device.receives(3);
      expect(device.events.map(({ data }) => data.seq as number)).toEqual([1, 2, 3]);
    }
    expect(await replayReads(gateways)).toBe(readsBefore);
  });

  it('shows nothing of a chat to a stranger, nor to a former friend', async ({ gateways }) => {
    const { ada, grace, chatId, devices } = await gateways.twoWithTwo();
    const stranger = await gateways.device(await aPerson(gateways.api));
    const { body: sent } = await send(ada, chatId, 'before');
    await ada.api.put(`/v1/blocks/${grace.id}`);
    await eventuallyAnswered(403, () => ada.api.post(`/v1/chats/${chatId}/messages`, { text: 'after' }));
    await ada.api.delete(`/v1/chats/${chatId}/messages/${sent.id}`);
    await eventually(() => expect(devices.ada1!.types).toContain('chat.message_deleted.v1'));
    // A later event marks that nothing else is on its way.
    await grace.api.patch('/v1/users/me', { about: 'on my own' });
    await eventually(() => expect(devices.grace1!.types).toContain('user.profile_updated.v1'));
    expect(devices.grace1!.types).toContain('subscriber.friendship_ended.v1');
    expect(devices.grace1!.types).not.toContain('chat.message_deleted.v1');
    expect(stranger.events).toEqual([]);
  });

  it('goes on after an event that cannot be parsed', async ({ gateways }) => {
    const { ada, chatId, devices } = await gateways.twoWithTwo();
    await publishToFeed(gateways.stack.amqpUrl, 'chat', [{ head: 1, body: Buffer.from('{') }]);
    await send(ada, chatId, 'one');
    await devices.grace1!.receives(1);
    expect(devices.grace1!.texts).toEqual(['one']);
  });
});

/** How often the first gateway has read the logs for a live connection. */
async function replayReads({ stack }: LiveGateways): Promise<number> {
  const [, count] = /^live_replay_reads_total (\d+)$/m.exec(await stack.metrics('api-gateway')) ?? [];
  return Number(count);
}
