import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  chatFixture,
  eventsOf,
  friendsWithChat,
  reasonOf,
  setFriends,
  type ChatFixture,
  type Friends,
} from './chat-fixture.js';

const UNKNOWN = { writable: true, friends: undefined };

describe('messages', () => {
  let fixture: ChatFixture;

  beforeAll(async () => {
    fixture = await chatFixture();
  });
  afterEach(() => {
    Object.assign(fixture.one.neighbours, UNKNOWN);
  });
  afterAll(() => fixture.close());

  async function send({ chatId, ada }: Friends, text = 'hello'): Promise<string> {
    const { message } = await fixture.one.sending.sendMessage({ chatId, text }, ada);
    return message?.id ?? '';
  }

  describe('history', () => {
    it('reads the newest, what is below, what is above, and what lies between', async () => {
      const friends = await friendsWithChat(fixture);
      for (let n = 1; n <= 10; n++) await send(friends, `message ${n}`);
      const list = async (range: { beforeSeq?: number; afterSeq?: number; limit?: number }) => {
        const request = { chatId: friends.chatId, ...range };
        const { messages, hasMore, lastSeq } = await fixture.one.messages.listMessages(request, friends.grace);
        expect(lastSeq).toBe(10);
        return { seqs: messages.map(({ seq }) => seq), hasMore };
      };

      expect(await list({ limit: 3 })).toEqual({ seqs: [8, 9, 10], hasMore: true });
      expect(await list({ beforeSeq: 8, limit: 3 })).toEqual({ seqs: [5, 6, 7], hasMore: true });
      expect(await list({ beforeSeq: 4, limit: 3 })).toEqual({ seqs: [1, 2, 3], hasMore: false });
      expect(await list({ afterSeq: 0, limit: 3 })).toEqual({ seqs: [1, 2, 3], hasMore: true });
      expect(await list({ afterSeq: 7, limit: 3 })).toEqual({ seqs: [8, 9, 10], hasMore: false });
      expect(await list({ afterSeq: 2, beforeSeq: 7, limit: 3 })).toEqual({ seqs: [3, 4, 5], hasMore: true });
      expect(await list({ afterSeq: 2, beforeSeq: 5, limit: 3 })).toEqual({ seqs: [3, 4], hasMore: false });
      expect(await list({ afterSeq: 2_147_483_647 })).toEqual({ seqs: [], hasMore: false });
      expect(await list({ beforeSeq: 0 })).toEqual({ seqs: [], hasMore: false });
      expect(await list({})).toMatchObject({ hasMore: false });
    });

    it('of a chat without messages is empty', async () => {
      const { chatId, ada } = await friendsWithChat(fixture);
      const history = await fixture.one.messages.listMessages({ chatId }, ada);
      expect(history).toEqual({ messages: [], hasMore: false, lastSeq: 0, readSeq: 0, peerReadSeq: 0 });
    });
  });

  describe('editing', () => {
    it('changes the text, with an event to both; the same text changes nothing', async () => {
      const { one, database } = fixture;
      const friends = await friendsWithChat(fixture);
      const { chatId, ada, grace } = friends;
      const messageId = await send(friends, 'helo');
      const edited = await one.messages.editMessage({ chatId, messageId, text: 'hello' }, ada);
      const again = await one.messages.editMessage({ chatId, messageId, text: 'hello' }, ada);

      expect(edited).toMatchObject({ id: messageId, seq: 1, text: 'hello' });
      expect(edited.editedAt?.getTime()).toBeGreaterThanOrEqual(edited.createdAt?.getTime() ?? Infinity);
      expect(again).toEqual(edited);
      const [, ...events] = await eventsOf(database, chatId);
      expect(events).toMatchObject([{ type: 'chat.message_edited.v1', payload: { message: { text: 'hello' } } }]);
      expect(events[0]?.recipientIds.sort()).toEqual([ada, grace].sort());
    });

    it("is not possible for another's, an unknown or a deleted message", async () => {
      const { one } = fixture;
      const friends = await friendsWithChat(fixture);
      const { chatId, ada, grace } = friends;
      const messageId = await send(friends);
      const edit = (id: string, userId: string) =>
        reasonOf(one.messages.editMessage({ chatId, messageId: id, text: 'x' }, userId));

      expect(await edit(messageId, grace)).toBe('MESSAGE_NOT_FOUND');
      expect(await edit(uuidv7(), ada)).toBe('MESSAGE_NOT_FOUND');
      await one.messages.deleteMessage({ chatId, messageId }, ada);
      expect(await edit(messageId, ada)).toBe('MESSAGE_NOT_FOUND');
    });

    it('is for friends only', async () => {
      const { one, database } = fixture;
      const friends = await friendsWithChat(fixture);
      const { chatId, ada, grace } = friends;
      const messageId = await send(friends);
      await setFriends(database, ada, grace, false);
      const edit = () => reasonOf(one.messages.editMessage({ chatId, messageId, text: 'x' }, ada));

      expect(await edit()).toBe('UNAVAILABLE');
      one.neighbours.friends = false;
      expect(await edit()).toBe('NOT_FRIENDS');
      one.neighbours.friends = true;
      expect(await edit()).toBeUndefined();
    });

    it('follows the other changes of the chat in the log, in their order', async () => {
      const { one, other, database } = fixture;
      const friends = await friendsWithChat(fixture);
      const { chatId, ada } = friends;
      const messageId = await send(friends);
      const texts = Array.from({ length: 20 }, (_, n) => `text ${n}`);
      await Promise.all(
        texts.map((text, n) => (n % 2 ? one : other).messages.editMessage({ chatId, messageId, text }, ada)),
      );
      const { messages } = await one.messages.listMessages({ chatId }, ada);
      expect((await eventsOf(database, chatId)).at(-1)?.payload.message?.text).toBe(messages[0]?.text);
    });
  });

  describe('deleting', () => {
    it('leaves a tombstone with its seq, once, with an event to both', async () => {
      const { one, other, database } = fixture;
      const friends = await friendsWithChat(fixture);
      const { chatId, ada, grace } = friends;
      const messageId = await send(friends);
      await send(friends, 'next');
      await Promise.all(
        Array.from({ length: 10 }, (_, n) => (n % 2 ? one : other).messages.deleteMessage({ chatId, messageId }, ada)),
      );

      const { messages } = await one.messages.listMessages({ chatId }, grace);
      expect(messages).toMatchObject([
        { seq: 1, text: undefined },
        { seq: 2, text: 'next' },
      ]);
      const deletions = (await eventsOf(database, chatId)).filter(({ type }) => type === 'chat.message_deleted.v1');
      expect(deletions).toHaveLength(1);
      expect(deletions[0]?.recipientIds.sort()).toEqual([ada, grace].sort());
      expect(deletions[0]?.payload.message?.text).toBeUndefined();
    });

    it("is not possible for another's or an unknown message", async () => {
      const { one } = fixture;
      const friends = await friendsWithChat(fixture);
      const { chatId, ada, grace } = friends;
      const messageId = await send(friends);
      expect(await reasonOf(one.messages.deleteMessage({ chatId, messageId }, grace))).toBe('MESSAGE_NOT_FOUND');
      expect(await reasonOf(one.messages.deleteMessage({ chatId, messageId: uuidv7() }, ada))).toBe(
        'MESSAGE_NOT_FOUND',
      );
    });

    it('works when they are no longer friends; then the peer gets no event', async () => {
      const { one, database } = fixture;
      const friends = await friendsWithChat(fixture);
      const { chatId, ada, grace } = friends;
      const messageId = await send(friends);
      await setFriends(database, ada, grace, false);
      await one.messages.deleteMessage({ chatId, messageId }, ada);
      const events = await eventsOf(database, chatId);
      expect(events.at(-1)).toMatchObject({ type: 'chat.message_deleted.v1', recipientIds: [ada] });
    });
  });
});
