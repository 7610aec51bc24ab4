import { requestContext } from '@messenger/logging';
import { eventually } from '@messenger/testing';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chatFixture,
  eventsOf,
  friendsWithChat,
  reasonOf,
  setFriends,
  type ChatFixture,
  type Friends,
} from './chat-fixture.js';
import { db } from '../src/database.js';

describe('sending', () => {
  let fixture: ChatFixture;

  beforeAll(async () => {
    fixture = await chatFixture();
  });
  afterAll(() => fixture.close());

  /** Reads the whole chat again and again until it holds `total` messages; every look must be 1..n. */
  async function watch(chatId: string, userId: string, total: number, lengths: number[]): Promise<void> {
    while (lengths.at(-1) !== total) {
      const seen = await readAll(chatId, userId);
      expect(seen).toEqual(numbers(seen.length));
      lengths.push(seen.length);
    }
  }

  async function readAll(chatId: string, userId: string): Promise<number[]> {
    const seqs: number[] = [];
    for (;;) {
      const request = { chatId, afterSeq: seqs.length, limit: 100 };
      const { messages, lastSeq, hasMore } = await fixture.other.messages.listMessages(request, userId);
      seqs.push(...messages.map(({ seq }) => seq));
      expect(seqs.at(-1) ?? 0).toBeLessThanOrEqual(lastSeq);
      if (!hasMore) return seqs;
    }
  }

  it('numbers 200 concurrent sends from both sides and two processes 1 to 200, and no reader sees a gap', async () => {
    const { one, other, database } = fixture;
    const { chatId, ada, grace } = await friendsWithChat(fixture);
    const lengths: number[] = [];
    const watching = watch(chatId, ada, 200, lengths);
    const send = (n: number) => {
      const instance = n % 3 === 0 ? other : one;
      return instance.sending.sendMessage({ chatId, text: `message ${n}` }, n % 2 === 0 ? ada : grace);
    };
    const firstHalf = numbers(100).map(send);
    await eventually(() => expect(lengths).not.toEqual([]));
    const sent = await Promise.all([...firstHalf, ...numbers(100).map((n) => send(100 + n))]);

    await watching;
    expect(lengths.length).toBeGreaterThan(1);
    expect(sent.map(({ message }) => message?.seq).sort(ascending)).toEqual(numbers(200));
    const events = await eventsOf(database, chatId);
    expect(events.map(({ payload }) => payload.message?.seq)).toEqual(numbers(200));
    expect(events[0]?.recipientIds.sort()).toEqual([ada, grace].sort());
    const { messages } = await one.messages.listMessages({ chatId, afterSeq: 0, limit: 100 }, ada);
    const times = messages.map(({ createdAt }) => createdAt?.getTime() ?? 0);
    expect(times).toEqual([...times].sort(ascending));
  });

  it('makes one message of 20 concurrent sends of one clientMessageId', async () => {
    const { one, other, database } = fixture;
    const { chatId, ada } = await friendsWithChat(fixture);
    const request = { chatId, text: 'once', clientMessageId: uuidv4() };
    const answers = await Promise.all(
      numbers(20).map((n) => (n % 2 ? one : other).sending.sendMessage({ ...request }, ada)),
    );

    expect(new Set(answers.map(({ message }) => JSON.stringify(message))).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect((await one.chats.getChat(chatId, ada)).lastSeq).toBe(1);
    expect(await eventsOf(database, chatId)).toHaveLength(1);
  });

  it('refuses another text under the same clientMessageId, in the same batch and later', async () => {
    const { one } = fixture;
    const { chatId, ada, grace } = await friendsWithChat(fixture);
    const clientMessageId = uuidv4();
    const send = (text: string, from = ada) => one.sending.sendMessage({ chatId, text, clientMessageId }, from);
    const [first, second, bySomebodyElse] = await Promise.allSettled([
      send('first'),
      send('second'),
      send('mine', grace),
    ]);

    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { reason: 'CLIENT_MESSAGE_ID_REUSED' } });
    expect(bySomebodyElse.status).toBe('fulfilled');
    expect(await reasonOf(send('third'))).toBe('CLIENT_MESSAGE_ID_REUSED');
  });

  it('judges a repeat by the text first sent, and answers with the message as it is now', async () => {
    const { one } = fixture;
    const { chatId, ada } = await friendsWithChat(fixture);
    const request = { chatId, text: 'first', clientMessageId: uuidv4() };
    const { message } = await one.sending.sendMessage(request, ada);
    const messageId = message?.id ?? '';

    await one.messages.editMessage({ chatId, messageId, text: 'edited' }, ada);
    expect(await one.sending.sendMessage(request, ada)).toMatchObject({ created: false, message: { text: 'edited' } });
    expect(await reasonOf(one.sending.sendMessage({ ...request, text: 'edited' }, ada))).toBe(
      'CLIENT_MESSAGE_ID_REUSED',
    );

    await one.messages.deleteMessage({ chatId, messageId }, ada);
    const repeated = await one.sending.sendMessage(request, ada);
    expect(repeated).toMatchObject({ created: false, message: { id: messageId, text: undefined } });
    expect(repeated.message?.deletedAt).toBeInstanceOf(Date);
  });

  it('answers a repeated send also when the two are no longer friends and nobody can check that', async () => {
    const { one, database } = fixture;
    const { chatId, ada, grace } = await friendsWithChat(fixture);
    const request = { chatId, text: 'hello', clientMessageId: uuidv4() };
    const { message } = await one.sending.sendMessage(request, ada);
    await setFriends(database, ada, grace, false);

    expect(await one.sending.sendMessage(request, ada)).toEqual({ message, created: false });
    expect(await reasonOf(one.sending.sendMessage({ chatId, text: 'more' }, ada))).toBe('UNAVAILABLE');
    one.neighbours.friends = false;
    expect(await reasonOf(one.sending.sendMessage({ chatId, text: 'more' }, ada))).toBe('NOT_FRIENDS');
    one.neighbours.friends = undefined;
  });

  it('asks subscriber-service while the broker is away, and only then', async () => {
    const { neighbours, sending } = fixture.one;
    const { chatId, ada } = await friendsWithChat(fixture);
    neighbours.asked = 0;
    await sending.sendMessage({ chatId, text: 'by the projection' }, ada);
    expect(neighbours.asked).toBe(0);

    Object.assign(neighbours, { writable: false, friends: true });
    await sending.sendMessage({ chatId, text: 'by asking' }, ada);
    expect(neighbours.asked).toBe(1);
    Object.assign(neighbours, { writable: true, friends: undefined });
  });

  it('leaves no gap where sends of a batch are refused', async () => {
    const { one } = fixture;
    const { chatId, ada, grace } = await friendsWithChat(fixture);
    const stranger = uuidv7();
    const clientMessageId = uuidv4();
    const results = await Promise.allSettled(
      numbers(120).map((n) => {
        if (n % 4 === 0) return one.sending.sendMessage({ chatId, text: 'let me in' }, stranger);
        if (n % 4 === 1) return one.sending.sendMessage({ chatId, text: `twin ${n}`, clientMessageId }, grace);
        return one.sending.sendMessage({ chatId, text: `message ${n}` }, ada);
      }),
    );

    const reasons = results.map(
      (result) => result.status === 'rejected' && (result.reason as { reason: string }).reason,
    );
    expect(reasons.filter((reason) => reason === 'CHAT_NOT_FOUND')).toHaveLength(30);
    expect(reasons.filter((reason) => reason === 'CLIENT_MESSAGE_ID_REUSED')).toHaveLength(29);
    expect(await readAll(chatId, ada)).toEqual(numbers(61));
  });

  it('does not deadlock where two processes send into many chats in random order', async () => {
    const chats = await Promise.all(numbers(30).map(() => friendsWithChat(fixture)));
    const sends = numbers(20).flatMap(() => shuffled(chats));
    const sent = await Promise.allSettled(
      sends.map(({ chatId, ada }, n) =>
        (n % 2 ? fixture.one : fixture.other).sending.sendMessage({ chatId, text: 'x' }, ada),
      ),
    );

    expect(sent.filter(({ status }) => status === 'rejected')).toEqual([]);
    for (const { chatId, ada } of chats) expect(await readAll(chatId, ada)).toEqual(numbers(20));
  });

  it('locks the chats of a batch in the order of their ids', async () => {
    const { one, other, database } = fixture;
    const chats = await Promise.all(numbers(60).map(() => friendsWithChat(fixture)));
    const pending = new Set(chats.map(({ chatId }) => chatId));
    const blocked = [...pending].sort()[30] ?? '';
    const send = async ({ chatId, ada }: Friends) => {
      await one.sending.sendMessage({ chatId, text: 'x' }, ada);
      pending.delete(chatId);
    };
    const sends = await database.sql.transaction(async (tx) => {
      await tx.run(db.selectFrom('chats').select('id').where('id', '=', blocked).forUpdate());
      const started = chats.map(send);
      // Once the other batches are written, what waits for the blocked chat holds all that is below and nothing above.
      await eventually(async () => {
        const chatIds = [...pending];
        const free = await other.database.run(
          db.selectFrom('chats').select('id').where('id', 'in', chatIds).forUpdate().skipLocked(),
        );
        expect(free.map(({ id }) => id).sort()).toEqual([...pending].filter((id) => id > blocked).sort());
      });
      return started;
    });
    await Promise.all(sends);
  });

  it('keeps one poisoned send from failing the others of its batch', async () => {
    const { one } = fixture;
    const { chatId, ada } = await friendsWithChat(fixture);
    const texts = ['fine', 'not \0 storable', 'fine too'];
    const results = await Promise.allSettled(texts.map((text) => one.sending.sendMessage({ chatId, text }, ada)));

    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await readAll(chatId, ada)).toEqual([1, 2]);
  });

  it('publishes each message under its own request', async () => {
    const { one, database } = fixture;
    const { chatId, ada } = await friendsWithChat(fixture);
    const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-01`;
    await Promise.all(
      ['a', 'b', 'c'].map((requestId) =>
        requestContext.run({ requestId, traceparent }, () => one.sending.sendMessage({ chatId, text: requestId }, ada)),
      ),
    );
    const events = await eventsOf(database, chatId);
    expect(events.map(({ requestId }) => requestId)).toEqual(['a', 'b', 'c']);
    expect(events.map(({ payload }) => payload.message?.text)).toEqual(['a', 'b', 'c']);
  });
});

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function ascending(a: number | undefined, b: number | undefined): number {
  return (a ?? 0) - (b ?? 0);
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
