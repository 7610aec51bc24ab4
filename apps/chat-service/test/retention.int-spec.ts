import { raw } from '@messenger/database';
import { addErasedUser } from '@messenger/outbox';
import { rowsMentioning, unconnectedOutbox } from '@messenger/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExpiredMessagesRepository } from '../src/retention/expired-messages.repository.js';
import { MessageRetention } from '../src/retention/message-retention.js';
import { chatFixture, eventsOf, friendsWithChat, type ChatFixture, type Friends } from './chat-fixture.js';

describe('messages that are older than they are kept', () => {
  let fixture: ChatFixture;

  beforeAll(async () => {
    fixture = await chatFixture();
  });
  afterAll(() => fixture.close());

  const send = ({ chatId, ada }: Friends, text: string, clientMessageId = uuidv7()) =>
    fixture.one.sending.sendMessage({ chatId, text, clientMessageId }, ada);
  const age = ({ chatId }: Friends, upToSeq: number, interval: string) =>
    fixture.database.sql.run(
      raw(`UPDATE messages SET created_at = now() - $3::interval WHERE chat_id = $1 AND seq <= $2`, [
        chatId,
        upToSeq,
        interval,
      ]),
    );
  const retain = (days: number) =>
    new MessageRetention(
      ...([fixture.database.sql, unconnectedOutbox(fixture.database.sql)] as const),
      ...([new ExpiredMessagesRepository(), days] as const),
    ).run();
  const texts = async ({ chatId, ada }: Friends) =>
    (await fixture.one.messages.listMessages({ chatId, limit: 100 }, ada)).messages.map(({ text }) => text);
  const deletions = async ({ chatId }: Friends) =>
    (await eventsOf(fixture.database, chatId)).filter(({ type }) => type === 'chat.message_deleted.v1');

  it('become tombstones, younger ones stay, and both people are told', async () => {
    const friends = await friendsWithChat(fixture);
    for (const text of ['old canary', 'canary two', 'young']) await send(friends, text);
    await age(friends, 2, '31 days');
    for (let time = 1; time <= 2; time++) await retain(30);
    expect(await texts(friends)).toEqual([undefined, undefined, 'young']);
    expect(await rowsMentioning(fixture.database.sql, 'canary')).toEqual([]);
    const told = await deletions(friends);
    expect(told.map(({ payload, recipientIds }) => [payload.message?.seq, recipientIds.toSorted()])).toEqual([
      [1, [friends.ada, friends.grace].sort()],
      [2, [friends.ada, friends.grace].sort()],
    ]);
  });

  it('go on where the last run has ended, a batch at a time, in every chat', async () => {
    const all = await Promise.all([1, 2, 3].map(() => friendsWithChat(fixture)));
    for (const friends of all) {
      await Promise.all(Array.from({ length: 120 }, (_, n) => send(friends, `message ${n}`)));
      await age(friends, 50, '31 days');
    }
    await retain(30);
    for (const friends of all) await age(friends, 120, '31 days');
    await Promise.all([retain(30), retain(30)]);
    for (const friends of all) {
      expect((await deletions(friends)).map(({ payload }) => payload.message?.seq)).toEqual(
        Array.from({ length: 120 }, (_, n) => n + 1),
      );
    }
  });

  it('are kept for ever by default', async () => {
    const friends = await friendsWithChat(fixture);
    await send(friends, 'ancient');
    await age(friends, 1, '20 years');
    await retain(0);
    expect(await texts(friends)).toEqual(['ancient']);
  });

  it('are not sent again by a repetition that comes late', async () => {
    const friends = await friendsWithChat(fixture);
    const clientMessageId = uuidv7();
    await send(friends, 'once', clientMessageId);
    await age(friends, 1, '31 days');
    await retain(30);
    expect(await send(friends, 'once', clientMessageId)).toMatchObject({
      created: false,
      message: { text: undefined },
    });
  });

  it('name nobody who was erased', async () => {
    const friends = await friendsWithChat(fixture);
    await send(friends, 'of the one who stays');
    await age(friends, 1, '31 days');
    await fixture.database.sql.transaction((transaction) => addErasedUser(transaction, friends.grace));
    await retain(30);
    expect((await deletions(friends)).map(({ recipientIds }) => recipientIds)).toEqual([[friends.ada]]);
  });
});
