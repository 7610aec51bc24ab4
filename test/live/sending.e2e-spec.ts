import { randomUUID } from 'node:crypto';
import { MessengerClient } from '@messenger/client';
import { eventually } from '@messenger/testing';
import { describe, expect } from 'vitest';
import { WebSocket } from 'ws';
import { LiveDevice, type Frame } from '../support/live-device.js';
import { aChat, anotherDeviceOf, aPerson, makeFriends, type Person } from '../support/people.js';
import type { LiveGateways } from '../support/live-gateways.js';
import { it } from '../support/stack-test.js';

describe('sending over the socket', () => {
  it.beforeEach(({ gateways }) => gateways.restore());

  /** Ada's socket, and Grace's on another gateway. */
  async function twoDevices(gateways: LiveGateways) {
    const { ada, grace, chatId } = await aChat(gateways.api);
    await gateways.stack.everythingPublished();
    const [sender, peer] = await Promise.all([gateways.device(ada, 0), gateways.device(grace, 1)]);
    return { ada, grace, chatId, sender, peer };
  }

  async function history({ api }: Person, chatId: string): Promise<unknown[]> {
    return (await api.get(`/v1/chats/${chatId}/messages`)).body.messages as unknown[];
  }

  function refusal({ type, problem }: Frame): unknown[] {
    return [type, problem?.status, problem?.reason];
  }

  function fields({ problem }: Frame): string[] {
    return (problem.errors as { field: string }[]).map(({ field }) => field);
  }

  it('answers with the message that the POST would give, and delivers it to both', async ({ gateways }) => {
    const { ada, grace, chatId, sender, peer } = await twoDevices(gateways);
    const id = randomUUID();
    const answer = await sender.sendMessage(chatId, '  Hello, Grace!  \n', id);
    expect(answer).toEqual({ type: 'sent', id, message: expect.objectContaining({ chatId, seq: 1 }) });
    expect(answer.message).toMatchObject({ senderId: ada.id, text: '  Hello, Grace!', editedAt: null });
    expect(await history(grace, chatId)).toEqual([answer.message]);
    await Promise.all([sender.receives(1), peer.receives(1)]);
    expect(peer.events[0]).toMatchObject({ type: 'chat.message_sent.v1', data: answer.message });
    expect(sender.events[0]!.data).toEqual(answer.message);
  });

  it('stores and delivers a repeated message once, whichever way it comes', async ({ gateways }) => {
    const { ada, chatId, sender, peer } = await twoDevices(gateways);
    const id = randomUUID();
    const first = await sender.sendMessage(chatId, 'once', id);
    expect(await sender.sendMessage(chatId, 'once', id)).toEqual(first);
    const elsewhere = await gateways.device(await anotherDeviceOf(gateways.api, ada), 1);
    expect(await elsewhere.sendMessage(chatId, 'once', id)).toEqual(first);
    const post = await ada.api.post(`/v1/chats/${chatId}/messages`, { text: 'once', clientMessageId: id });
    expect([post.status, post.body]).toEqual([200, first.message]);

    await sender.sendMessage(chatId, 'another');
    await peer.receives(2);
    expect(peer.texts).toEqual(['once', 'another']);
    expect(await history(ada, chatId)).toHaveLength(2);
  });

  it('makes one message of concurrent sends under one id on two gateways', async ({ gateways }) => {
    const { ada, chatId, sender, peer } = await twoDevices(gateways);
    const elsewhere = await gateways.device(await anotherDeviceOf(gateways.api, ada), 1);
    const id = randomUUID();
    const send = { type: 'send', id, chatId, text: 'once' };
    for (let n = 0; n < 10; n++) [sender, elsewhere].forEach((device) => device.send(send));
    const answers = ({ frames }: LiveDevice) => frames.filter((frame) => frame.id === id);
    await eventually(() => expect([answers(sender).length, answers(elsewhere).length]).toEqual([10, 10]));
    const messages = [...answers(sender), ...answers(elsewhere)].map(({ type, message }) => [type, message?.id]);
    expect(new Set(messages.map(String)).size).toBe(1);
    expect(messages[0]?.[0]).toBe('sent');
    await sender.sendMessage(chatId, 'the end');
    await peer.receives(2);
    expect(peer.texts).toEqual(['once', 'the end']);
  });

  it('answers each of many messages by its id, and numbers them without a gap', async ({ gateways }) => {
    const { ada, grace, chatId, sender, peer } = await twoDevices(gateways);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => (n % 2 ? sender : peer).sendMessage(chatId, `message ${n}`)),
    );
    expect(answers.map(({ message }) => message?.text)).toEqual(answers.map((_, n) => `message ${n}`));
    expect(answers.map(({ message }) => message?.senderId)).toEqual(answers.map((_, n) => (n % 2 ? ada : grace).id));
    const seqs = answers.map(({ message }) => message?.seq as number).sort((a, b) => a - b);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  });

  it('refuses another text under an id, and stays open', async ({ gateways }) => {
    const { chatId, sender } = await twoDevices(gateways);
    const id = randomUUID();
    await sender.sendMessage(chatId, 'first', id);
    const refused = await sender.sendMessage(chatId, 'second', id);
    expect(refusal(refused)).toEqual(['refused', 409, 'CLIENT_MESSAGE_ID_REUSED']);
    expect(refused.problem).toMatchObject({ type: expect.any(String), requestId: expect.any(String) });
    expect((await sender.sendMessage(chatId, 'third')).type).toBe('sent');
  });

  it('refuses whom the POST refuses: no longer friends, and a stranger', async ({ gateways }) => {
    const { ada, grace, chatId, sender } = await twoDevices(gateways);
    const stranger = await gateways.device(await aPerson(gateways.api));
    expect(refusal(await stranger.sendMessage(chatId, 'x'))).toEqual(['refused', 404, 'CHAT_NOT_FOUND']);
    expect(refusal(await sender.sendMessage(randomUUID(), 'x'))).toEqual(['refused', 404, 'CHAT_NOT_FOUND']);

    await ada.api.delete(`/v1/friends/${grace.id}`);
    await eventually(async () =>
      expect(refusal(await sender.sendMessage(chatId, 'x'))).toEqual(['refused', 403, 'NOT_FRIENDS']),
    );
    await makeFriends(grace, ada);
    await eventually(async () => expect((await sender.sendMessage(chatId, 'again')).type).toBe('sent'));
  });

  it.for<[what: string, send: { text?: string; id?: string; chatId?: string }, field: string]>([
    ['an empty text', { text: '' }, 'text'],
    ['a text of white space', { text: ' \n\t ' }, 'text'],
    ['a text that is too long', { text: 'x'.repeat(4_097) }, 'text'],
    ['an id that is no UUID', { id: 'my message' }, 'clientMessageId'],
    ['a chat that is no UUID', { chatId: 'my chat' }, 'chatId'],
  ])('refuses %s by its field, and stays open', async ([, { text = 'x', id, chatId }, field], { gateways }) => {
    const device = await twoDevices(gateways);
    const refused = await device.sender.sendMessage(chatId ?? device.chatId, text, id);
    expect(refusal(refused)).toEqual(['refused', 400, 'VALIDATION_FAILED']);
    expect(fields(refused)).toEqual([field]);
    expect((await device.sender.sendMessage(device.chatId, 'y'.repeat(4_096))).type).toBe('sent');
  });

  it.for<[what: string, frame: object]>([
    ['without a chat', { type: 'send', id: randomUUID(), text: 'x' }],
    ['with a number for a text', { type: 'send', id: randomUUID(), chatId: randomUUID(), text: 7 }],
    ['with an unknown field', { type: 'send', id: randomUUID(), chatId: randomUUID(), text: 'x', seq: 1 }],
  ])('closes with 1008 at a frame %s', async ([, frame], { gateways }) => {
    const device = await gateways.device(await aPerson(gateways.api));
    device.send(frame);
    expect(await device.isClosed()).toEqual({ code: 1008, reason: 'unexpected frame' });
  });

  it('closes with 1008 at a message before the connection is resumed, which sends nothing', async ({ gateways }) => {
    const { ada, chatId } = await aChat(gateways.api);
    const device = await LiveDevice.connect(gateways.urls[0], ada.accessToken);
    device.send({ type: 'send', id: randomUUID(), chatId, text: 'x' });
    expect(await device.isClosed()).toEqual({ code: 1008, reason: 'unexpected frame' });
    expect(await history(ada, chatId)).toEqual([]);
  });

  it('refuses over the rate limit, and says for how long', async ({ gateways }) => {
    // The upgrade counts as one.
    const { url } = await gateways.anotherGateway({ RATE_LIMIT_DEFAULT: '3' });
    const { ada, chatId } = await aChat(gateways.api);
    const device = await LiveDevice.live(url, ada.accessToken);
    expect([(await device.sendMessage(chatId, 'a')).type, (await device.sendMessage(chatId, 'b')).type]).toEqual([
      'sent',
      'sent',
    ]);
    const refused = await device.sendMessage(chatId, 'c');
    expect(refusal(refused)).toEqual(['refused', 429, 'RATE_LIMITED']);
    expect(refused.retryAfter).toBeGreaterThanOrEqual(1);
    expect(refused.retryAfter).toBeLessThanOrEqual(60);
    expect(await history(ada, chatId)).toHaveLength(2);
  });

  it('sends nothing once the session is revoked', async ({ gateways }) => {
    const { ada, grace, chatId, sender } = await twoDevices(gateways);
    await ada.api.post('/v1/auth/logout');
    const id = randomUUID();
    await eventually(() => {
      sender.send({ type: 'send', id: randomUUID(), chatId, text: 'too late?' });
      expect(sender.closed).toEqual({ code: 4401, reason: 'session revoked' });
    });
    const before = await history(grace, chatId);
    sender.send({ type: 'send', id, chatId, text: 'too late' });
    const refused = sender.frames.filter(({ type }) => type === 'refused');
    expect(refused.every(({ problem }) => problem.reason === 'SESSION_REVOKED')).toBe(true);
    expect(await history(grace, chatId)).toEqual(before);
  });

  it('answers a ping, also before the connection is resumed', async ({ gateways }) => {
    const ada = await aPerson(gateways.api);
    const device = await LiveDevice.connect(gateways.urls[0], ada.accessToken);
    const pongs = () => device.frames.filter(({ type }) => type === 'pong');
    device.send({ type: 'ping' });
    await eventually(() => expect(pongs()).toEqual([{ type: 'pong' }]));
    device.send({ type: 'resume', cursor: null });
    await device.isLive();
    device.send({ type: 'ping' });
    await eventually(() => expect(pongs()).toHaveLength(2));
    device.send({ type: 'ping', cursor: null });
    expect(await device.isClosed()).toEqual({ code: 1008, reason: 'unexpected frame' });
  });

  it('is what the client does while it is live', async ({ gateways }) => {
    const { ada, grace, chatId } = await aChat(gateways.api);
    const sockets: WebSocket[] = [];
    class Observed extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols);
        sockets.push(this);
      }
    }
    const tokens = { tokenType: 'Bearer' as const, expiresIn: 900, userId: ada.id };
    const client = MessengerClient.restore(
      { url: gateways.urls[0], WebSocket: Observed },
      { ...tokens, accessToken: ada.accessToken, refreshToken: ada.refreshToken },
    );
    const live = client.live();
    await live.ready;
    const frames: Frame[] = [];
    sockets[0]!.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString()) as Frame));
    const sent = await client.send(chatId, 'over the socket');
    expect(frames.filter(({ type }) => type === 'sent')).toMatchObject([{ message: { id: sent.id } }]);
    await expect(client.send(chatId, ' ')).rejects.toMatchObject({ status: 400, reason: 'VALIDATION_FAILED' });

    // Its answer is lost with the line.
    const sending = client.send(chatId, 'whatever happens');
    await Promise.resolve();
    sockets[0]!.terminate();
    expect(await sending).toMatchObject({ text: 'whatever happens', seq: 2 });
    expect(await history(grace, chatId)).toHaveLength(2);
    live.close();
  });
});
