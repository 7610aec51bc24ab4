import { Inbox, readEventLog } from '@messenger/outbox';
import { rowsMentioning, unconnectedOutbox } from '@messenger/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatsRepository } from '../src/chats/chats.repository.js';
import { ChatEraser } from '../src/erasure/chat-eraser.js';
import { ErasedChatsRepository } from '../src/erasure/erased-chats.repository.js';
import { ChatErasureEventsController } from '../src/erasure/chat-erasure-events.controller.js';
import { ChatErasureService } from '../src/erasure/chat-erasure.service.js';
import { ErasuresRepository } from '../src/erasure/erasures.repository.js';
import { FriendshipProjectionRepository } from '../src/friendships/friendship-projection.repository.js';
import { MessagePayloads } from '../src/messages/message-payloads.js';
import { MessagesRepository } from '../src/messages/messages.repository.js';
import { UsageRepository } from '../src/quotas/usage.repository.js';
import { ReportsRepository } from '../src/reports/reports.repository.js';
import { ReportsService } from '../src/reports/reports.service.js';
import {
  anEventContext,
  chatFixture,
  eventsOf,
  friendsWithChat,
  reasonOf,
  setFriends,
  type ChatFixture,
  type Friends,
} from './chat-fixture.js';

describe('the erasure of a person', () => {
  let fixture: ChatFixture;
  let erasures: ChatErasureService;
  let events: ChatErasureEventsController;

  beforeAll(async () => {
    fixture = await chatFixture();
    const { sql } = fixture.database;
    const [outbox, erasedChats] = [unconnectedOutbox(sql), new ErasedChatsRepository()];
    erasures = new ChatErasureService(
      ...([sql, outbox, new ErasuresRepository(), erasedChats] as const),
      new ChatEraser(sql, outbox, new ChatsRepository(), erasedChats),
      ...([new FriendshipProjectionRepository(), new UsageRepository(), new ReportsRepository()] as const),
    );
    events = new ChatErasureEventsController(new Inbox(sql), erasures);
  });
  afterAll(() => fixture.close());

  const announce = (userId: string, keepMessages = false, erasureId: string = uuidv7()) =>
    events.accountDeleted({ userId, erasureId, keepMessages }, anEventContext());

  async function erase(userId: string, keepMessages = false, erasureId: string = uuidv7()): Promise<void> {
    await announce(userId, keepMessages, erasureId);
    await erasures.run();
  }

  const send = async ({ chatId }: Friends, senderId: string, text: string): Promise<string> =>
    (await fixture.one.sending.sendMessage({ chatId, text, clientMessageId: uuidv7() }, senderId)).message?.id ?? '';

  const history = async ({ chatId }: Friends, userId: string) =>
    (await fixture.one.messages.listMessages({ chatId, limit: 100 }, userId)).messages;

  async function talk(friends: Friends): Promise<void> {
    const { ada, grace, chatId } = friends;
    await send(friends, ada, 'canary one');
    await send(friends, grace, 'an answer');
    const edited = await send(friends, ada, 'canary two');
    await fixture.one.messages.editMessage({ chatId, messageId: edited, text: 'edited canary' }, ada);
    const deleted = await send(friends, ada, 'deleted canary');
    await fixture.one.messages.deleteMessage({ chatId, messageId: deleted }, ada);
    await fixture.one.chats.markRead({ chatId, seq: 2 }, ada);
    const [reports, messages] = [new ReportsRepository(), new MessagesRepository()];
    const { id: messageId } = (await history(friends, grace))[0]!;
    const report = { userId: ada, chatId, messageId, text: 'a canary of the other', withContext: true };
    const service = new ReportsService(fixture.database.sql, reports, messages, 10);
    await service.create(report, grace);
    await service.create({ userId: grace, text: 'a canary of the one who leaves' }, ada);
    await fixture.one.usage.run();
  }

  it('leaves tombstones, the other messages, and counts that are right', async () => {
    const friends = await friendsWithChat(fixture);
    await talk(friends);
    await erase(friends.ada);

    expect((await history(friends, friends.grace)).map(({ seq, text }) => [seq, text])).toEqual([
      [1, undefined],
      [2, 'an answer'],
      [3, undefined],
      [4, undefined],
    ]);
    const chat = await fixture.one.chats.getChat(friends.chatId, friends.grace);
    expect(chat).toMatchObject({ peerId: friends.ada, lastSeq: 4, unreadCount: 0, peerReadSeq: 0 });
    expect(chat.lastMessage).toMatchObject({ seq: 4, text: undefined });
    expect(await rowsMentioning(fixture.database.sql, 'canary')).toEqual([]);
  });

  it('keeps the texts where they were to be kept, but no trace of how they were sent', async () => {
    const friends = await friendsWithChat(fixture);
    await talk(friends);
    await erase(friends.ada, true);
    const messages = await history(friends, friends.grace);
    expect(messages.map(({ text }) => text)).toEqual(['canary one', 'an answer', 'edited canary', undefined]);
    const own = messages.filter(({ senderId }) => senderId === friends.ada);
    expect(own.map(({ clientMessageId }) => clientMessageId)).toEqual([undefined, undefined, undefined]);
    expect((await fixture.one.chats.getChat(friends.chatId, friends.grace)).unreadCount).toBe(2);
  });

  it('leaves the id in the chat, its messages and the list of the erased, and nowhere else', async () => {
    const friends = await friendsWithChat(fixture);
    await talk(friends);
    await erase(friends.ada);
    const rows = await rowsMentioning(fixture.database.sql, friends.ada);
    expect([...new Set(rows.map((row) => row.split(':')[0]))]).toEqual(['chats', 'erased_users', 'messages']);
  });

  it('tells the other of each message, and leaves the log of the other without a hole', async () => {
    const friends = await friendsWithChat(fixture);
    const { head } = await readEventLog(fixture.database.sql, friends.grace, undefined, 1);
    await talk(friends);
    await erase(friends.ada);

    const log = await readEventLog(fixture.database.sql, friends.grace, head, 100);
    expect(log.expired).toBe(false);
    expect(log.events.map(({ type }) => type.replace('chat.', ''))).toEqual([
      ...['message_sent.v1', 'message_sent.v1', 'message_sent.v1', 'message_edited.v1', 'message_sent.v1'],
      ...['message_deleted.v1', 'message_deleted.v1', 'message_deleted.v1'],
    ]);
    const deleted = (await eventsOf(fixture.database, friends.chatId)).slice(-2);
    expect(deleted).toMatchObject([
      { type: 'chat.message_deleted.v1', recipientIds: [friends.grace], payload: { message: { seq: 1 } } },
      { type: 'chat.message_deleted.v1', recipientIds: [friends.grace], payload: { message: { seq: 3 } } },
    ]);
    expect((await readEventLog(fixture.database.sql, friends.ada, head, 100)).events).toEqual([]);
    const shown = await new MessagePayloads().read(fixture.database.sql, log.events);
    expect(shown.filter(({ payload }) => payload.includes('canary'))).toEqual([]);
  });

  it('goes through any number of messages, and through every chat', async () => {
    const [one, other] = [await friendsWithChat(fixture), uuidv7()];
    await setFriends(fixture.database, one.ada, other, true);
    const { chat } = await fixture.one.chats.openDirectChat({ userId: other }, one.ada);
    const another = { ...one, chatId: chat?.id ?? '', grace: other };
    for (const friends of [one, another]) {
      const texts = Array.from({ length: 205 }, (_, n) => `flood ${n}`);
      await Promise.all(texts.map((text) => send(friends, one.ada, text)));
    }
    await erase(one.ada);
    expect(await rowsMentioning(fixture.database.sql, 'flood')).toEqual([]);
    expect((await fixture.one.chats.getChat(another.chatId, other)).unreadCount).toBe(0);
  });

  it('is confirmed once, when all is done, however often it is announced', async () => {
    const friends = await friendsWithChat(fixture);
    await talk(friends);
    const erasureId = uuidv7();
    await announce(friends.ada, false, erasureId);
    await announce(friends.ada, false, erasureId);
    const confirmed = () => rowsMentioning(fixture.database.sql, erasureId);
    expect(await confirmed()).toEqual([expect.stringMatching(/^erasures: /)]);
    await Promise.all([erasures.run(), erasures.run()]);
    expect(await confirmed()).toEqual([expect.stringMatching(/^outbox: .*chat\.account_erased\.v1/)]);
  });

  it('of both leaves no chat', async () => {
    const friends = await friendsWithChat(fixture);
    await talk(friends);
    await erase(friends.ada, true);
    await erase(friends.grace);
    expect(await rowsMentioning(fixture.database.sql, friends.chatId)).toEqual([]);
  });

  it('is not undone by what comes late: a friendship, a chat, the usage of the day', async () => {
    const { ada, grace } = await friendsWithChat(fixture);
    await erase(ada);
    const started = { userIds: [ada, grace], since: new Date(), version: 9, friendRequestId: uuidv7() };
    await fixture.one.friendshipEvents.friendshipStarted(started, anEventContext());
    fixture.one.neighbours.friends = true;
    expect(await reasonOf(fixture.one.chats.openDirectChat({ userId: ada }, uuidv7()))).toBe('NOT_FRIENDS');
    fixture.one.usage.add(ada, { messages: 1, bytes: 10 });
    await fixture.one.usage.run();
    await fixture.one.usage.run();
    const rows = await rowsMentioning(fixture.database.sql, ada);
    expect([...new Set(rows.map((row) => row.split(':')[0]))]).toEqual(['chats', 'erased_users']);
    fixture.one.neighbours.friends = undefined;
  });
});
