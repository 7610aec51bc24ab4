import { raw } from '@messenger/database';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { db } from '../src/database.js';
import { chatFixture, eventsOf, friendsWithChat, reasonOf, setFriends, type ChatFixture } from './chat-fixture.js';

describe('chats', () => {
  let fixture: ChatFixture;

  beforeAll(async () => {
    fixture = await chatFixture();
  });
  afterEach(() => {
    Object.assign(fixture.one.neighbours, { writable: true, friends: undefined });
  });
  afterAll(() => fixture.close());

  async function send(chatId: string, from: string, ...texts: string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const text of texts) {
      const { message } = await fixture.one.sending.sendMessage({ chatId, text }, from);
      ids.push(message?.id ?? '');
    }
    return ids;
  }

  describe('opening', () => {
    it('makes one chat of 50 concurrent calls from both sides and two processes', async () => {
      const { one, other, database } = fixture;
      const [ada, grace] = [uuidv7(), uuidv7()];
      await setFriends(database, ada, grace, true);
      const opened = await Promise.all(
        Array.from({ length: 50 }, (_, n) => {
          const { chats } = n % 3 === 0 ? other : one;
          return n % 2 === 0
            ? chats.openDirectChat({ userId: grace }, ada)
            : chats.openDirectChat({ userId: ada }, grace);
        }),
      );

      expect(new Set(opened.map(({ chat }) => chat?.id)).size).toBe(1);
      expect(opened.filter(({ created }) => created)).toHaveLength(1);
      expect(opened[0]?.chat).toMatchObject({ peerId: grace, lastSeq: 0, unreadCount: 0, lastMessage: undefined });
      expect(opened[1]?.chat).toMatchObject({ peerId: ada });
    });

    it('refuses strangers, oneself, and everybody while friendships cannot be checked', async () => {
      const { one } = fixture;
      const ada = uuidv7();
      const open = (userId: string) => reasonOf(one.chats.openDirectChat({ userId }, ada));

      expect(await open(ada)).toBe('VALIDATION_FAILED');
      expect(await open(uuidv7())).toBe('UNAVAILABLE');
      one.neighbours.friends = false;
      expect(await open(uuidv7())).toBe('NOT_FRIENDS');
      one.neighbours.friends = true;
      expect(await open(uuidv7())).toBeUndefined();
    });

    it('returns the chat of two who are no longer friends', async () => {
      const { chatId, ada, grace } = await friendsWithChat(fixture);
      await setFriends(fixture.database, ada, grace, false);
      const { chat, created } = await fixture.one.chats.openDirectChat({ userId: ada }, grace);
      expect({ id: chat?.id, created }).toEqual({ id: chatId, created: false });
    });
  });

  describe('overview', () => {
    it('counts unread messages no further than 1,000', async () => {
      const { one, database } = fixture;
      const { chatId, ada, grace } = await friendsWithChat(fixture);
      await database.sql.run(
        raw(
          `INSERT INTO messages (chat_id, seq, id, sender_id, text, sent_text_hash, created_at)
           SELECT $1, n, gen_random_uuid(), $2, 'hello', '', now() FROM generate_series(1, 1001) n`,
          [chatId, ada],
        ),
      );
      await database.sql.run(raw('UPDATE chats SET last_seq = 1001 WHERE id = $1', [chatId]));
      expect(await one.chats.getChat(chatId, grace)).toMatchObject({ unreadCount: 1_000 });
      expect(await one.chats.markRead({ chatId, seq: 2 }, grace)).toEqual({ readSeq: 2, unreadCount: 999 });
    });

    it('counts the unread messages of the other that are not deleted, and shows the last one', async () => {
      const { one } = fixture;
      const { chatId, ada, grace } = await friendsWithChat(fixture);
      const [first] = await send(chatId, ada, 'one', 'two');
      await send(chatId, grace, 'three');
      await send(chatId, ada, 'four');
      await one.messages.deleteMessage({ chatId, messageId: first ?? '' }, ada);

      expect(await one.chats.getChat(chatId, grace)).toMatchObject({ unreadCount: 2, readSeq: 0, lastSeq: 4 });
      expect(await one.chats.getChat(chatId, ada)).toMatchObject({
        unreadCount: 1,
        lastMessage: { seq: 4, text: 'four' },
      });
    });

    it('shows the tombstone of a deleted last message', async () => {
      const { one } = fixture;
      const { chatId, ada, grace } = await friendsWithChat(fixture);
      const [messageId = ''] = await send(chatId, ada, 'oops');
      await one.messages.deleteMessage({ chatId, messageId }, ada);
      const { chats } = await one.chats.listChats({}, grace);
      expect(chats).toMatchObject([{ id: chatId, unreadCount: 0, lastMessage: { id: messageId, text: undefined } }]);
    });

    it('does not exist for a stranger', async () => {
      const { one } = fixture;
      const { chatId } = await friendsWithChat(fixture);
      const stranger = uuidv7();
      const messageId = uuidv7();
      const attempts = [
        one.chats.getChat(chatId, stranger),
        one.chats.markRead({ chatId, seq: 1 }, stranger),
        one.messages.listMessages({ chatId }, stranger),
        one.messages.editMessage({ chatId, messageId, text: 'x' }, stranger),
        one.messages.deleteMessage({ chatId, messageId }, stranger),
        one.sending.sendMessage({ chatId, text: 'x' }, stranger),
      ];
      expect(await Promise.all(attempts.map(reasonOf))).toEqual(attempts.map(() => 'CHAT_NOT_FOUND'));
      expect(await one.chats.listChats({}, stranger)).toEqual({ chats: [], nextPageToken: '' });
    });

    it('pages over chats of equal times without skipping or repeating one', async () => {
      const { one, database } = fixture;
      const ada = uuidv7();
      const ids = await Promise.all(Array.from({ length: 23 }, () => chatWith(ada)));
      const updatedAt = new Date('2026-01-01');
      await database.sql.run(db.updateTable('chats').set({ updatedAt }).where('id', 'in', ids.slice(0, 15)));
      const seen: string[] = [];
      let pageToken = '';
      do {
        const page = await one.chats.listChats({ pageSize: 4, pageToken }, ada);
        expect(page.chats.length).toBeLessThanOrEqual(4);
        seen.push(...page.chats.map(({ id }) => id));
        pageToken = page.nextPageToken;
      } while (pageToken !== '');

      expect(seen).toHaveLength(23);
      expect(new Set(seen)).toEqual(new Set(ids));
      expect(await reasonOf(one.chats.listChats({ pageToken: 'nonsense' }, ada))).toBe('VALIDATION_FAILED');
    });

    it('has the chat of the latest message first', async () => {
      const ada = uuidv7();
      const ids = [await chatWith(ada), await chatWith(ada), await chatWith(ada)];
      await send(ids[0] ?? '', ada, 'I am back');
      const { chats } = await fixture.one.chats.listChats({}, ada);
      expect(chats[0]).toMatchObject({ id: ids[0], updatedAt: chats[0]?.lastMessage?.createdAt });
      expect(chats).toHaveLength(3);
    });

    async function chatWith(ada: string): Promise<string> {
      const friend = uuidv7();
      await setFriends(fixture.database, ada, friend, true);
      const { chat } = await fixture.one.chats.openDirectChat({ userId: ada }, friend);
      return chat?.id ?? '';
    }
  });

  describe('reading', () => {
    it('moves forward only, to the last message at most, with one event to both a move', async () => {
      const { one, database } = fixture;
      const { chatId, ada, grace } = await friendsWithChat(fixture);
      await send(chatId, ada, 'one', 'two', 'three');
      const read = (seq: number) => one.chats.markRead({ chatId, seq }, grace);

      expect(await read(2)).toEqual({ readSeq: 2, unreadCount: 1 });
      expect(await read(1)).toEqual({ readSeq: 2, unreadCount: 1 });
      expect(await read(99)).toEqual({ readSeq: 3, unreadCount: 0 });
      expect(await read(99)).toEqual({ readSeq: 3, unreadCount: 0 });
      expect(await one.chats.getChat(chatId, ada)).toMatchObject({ readSeq: 0, peerReadSeq: 3 });
      const moves = (await eventsOf(database, chatId)).filter(({ type }) => type === 'chat.read.v1');
      expect(moves.map(({ payload }) => payload.seq)).toEqual([2, 3]);
      expect(moves.map(({ payload }) => payload.userId)).toEqual([grace, grace]);
      expect(moves.every(({ recipientIds }) => recipientIds.includes(ada) && recipientIds.includes(grace))).toBe(true);
    });

    it('never moves backwards under concurrent calls', async () => {
      const { one, other, database } = fixture;
      const { chatId, ada, grace } = await friendsWithChat(fixture);
      await send(chatId, ada, ...Array.from({ length: 10 }, (_, n) => `${n}`));
      const seqs = [3, 9, 1, 7, 10, 2, 8, 5, 4, 6];
      await Promise.all(seqs.map((seq, n) => (n % 2 ? one : other).chats.markRead({ chatId, seq }, grace)));

      const moves = (await eventsOf(database, chatId)).filter(({ type }) => type === 'chat.read.v1');
      const positions = moves.map(({ payload }) => payload.seq ?? 0);
      expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
      expect(positions.at(-1)).toBe(10);
    });

    it('moves those of many people in many chats at once, each by itself', async () => {
      const { one, database } = fixture;
      const friends = await Promise.all(Array.from({ length: 4 }, () => friendsWithChat(fixture)));
      for (const { chatId, ada } of friends) await send(chatId, ada, 'one', 'two', 'three');
      const reads = friends.flatMap(({ chatId, ada, grace }, n) => [
        one.chats.markRead({ chatId, seq: 2 + (n % 2) }, grace),
        one.chats.markRead({ chatId, seq: 1 }, ada),
      ]);
      const positions = (await Promise.all(reads)).map(({ readSeq }) => readSeq);
      expect(positions).toEqual([2, 1, 3, 1, 2, 1, 3, 1]);
      for (const { chatId, ada, grace } of friends) {
        const moves = (await eventsOf(database, chatId)).filter(({ type }) => type === 'chat.read.v1');
        expect(moves.map(({ payload }) => payload.userId).sort()).toEqual([ada, grace].sort());
      }
    });

    it('is hidden from the peer once they are no longer friends, or that cannot be checked', async () => {
      const { one, database } = fixture;
      const { chatId, ada, grace } = await friendsWithChat(fixture);
      await send(chatId, ada, 'one', 'two', 'three');
      await one.chats.markRead({ chatId, seq: 1 }, grace);
      await setFriends(database, ada, grace, false);
      await one.chats.markRead({ chatId, seq: 2 }, grace);
      one.neighbours.friends = false;
      await one.chats.markRead({ chatId, seq: 3 }, grace);

      expect(await one.chats.getChat(chatId, grace)).toMatchObject({ readSeq: 3, unreadCount: 0 });
      expect(await one.messages.listMessages({ chatId }, ada)).toMatchObject({ peerReadSeq: 1 });
      const moves = (await eventsOf(database, chatId)).filter(({ type }) => type === 'chat.read.v1');
      expect(moves.slice(1).map(({ recipientIds }) => recipientIds)).toEqual([[grace], [grace]]);

      await setFriends(database, ada, grace, true);
      await one.chats.markRead({ chatId, seq: 3 }, grace);
      expect(await one.chats.getChat(chatId, ada)).toMatchObject({ peerReadSeq: 3 });
    });
  });
});
