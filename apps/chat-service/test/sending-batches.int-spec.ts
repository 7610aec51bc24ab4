import { MAX_BATCH_SIZE } from '@messenger/dto';
import type { AccessTokenVerifier } from '@messenger/authentication';
import { UnauthenticatedError } from '@messenger/errors';
import type { SendMessagesOutcome } from '@messenger/proto';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BatchItemSender } from '../src/sending/batch-item-sender.js';
import {
  chatFixture,
  eventsOf,
  friendsWithChat,
  outboxRowsOf,
  setFriends,
  type ChatFixture,
  type Instance,
} from './chat-fixture.js';

/** A token is the id of its user; any other is invalid. */
const VERIFIER = {
  verify: (token: string) =>
    token.startsWith('bad') ? Promise.reject(new UnauthenticatedError()) : Promise.resolve({ userId: token }),
} as unknown as AccessTokenVerifier;

describe('a batch of sends', () => {
  let fixture: ChatFixture;

  beforeAll(async () => {
    fixture = await chatFixture();
  });
  afterAll(() => fixture.close());

  interface Item {
    chatId: string;
    text: string;
    from: string;
    clientMessageId?: string;
  }

  /** As the controller does. */
  function send(items: Item[], instance: Instance = fixture.one): Promise<SendMessagesOutcome[]> {
    const batches = new BatchItemSender(VERIFIER, instance.sending);
    const requests = items.map(({ from, ...message }, n) => {
      return { accessToken: from, requestId: `request-${n}`, traceparent: '', message };
    });
    return batches.sendAll(requests);
  }

  /** A message's `seq`, or the reason of its refusal. */
  function summary({ sent, refusal }: SendMessagesOutcome): number | string | undefined {
    return sent?.message?.seq ?? refusal?.reason;
  }

  it('refuses each wrong item by itself, and sends the others', async () => {
    const [ours, theirs] = [await friendsWithChat(fixture), await friendsWithChat(fixture)];
    const { chatId, ada, grace } = ours;
    const outcomes = await send([
      { chatId, text: 'one', from: ada },
      { chatId, text: 'x', from: 'bad token' },
      { chatId, text: ' ', from: ada },
      { chatId, text: 'x'.repeat(4_097), from: ada },
      { chatId, text: 'x', from: ada, clientMessageId: 'no UUID' },
      { chatId: 'no UUID', text: 'x', from: ada },
      { chatId: theirs.chatId, text: 'x', from: ada },
      { chatId: uuidv7(), text: 'x', from: ada },
      { chatId, text: 'not \0 storable', from: ada },
      { chatId, text: 'two', from: grace },
      { chatId: theirs.chatId, text: 'one', from: theirs.grace },
    ]);
    const stored = outcomes.map(summary);
    expect(stored.filter((outcome) => typeof outcome === 'number').sort()).toEqual([1, 1, 2]);
    expect([stored[0], stored[9], stored[10]].map((outcome) => typeof outcome)).toEqual(['number', 'number', 'number']);
    expect(stored[1]).toBe('UNAUTHENTICATED');
    expect(stored.slice(2, 6)).toEqual(Array.from({ length: 4 }, () => 'VALIDATION_FAILED'));
    expect(stored.slice(6, 8)).toEqual(['CHAT_NOT_FOUND', 'CHAT_NOT_FOUND']);
    expect(stored[8]).toEqual(expect.any(String));
    const fields = outcomes.slice(2, 6).map(({ refusal }) => String(refusal?.details));
    ['text', 'text', 'clientMessageId', 'chatId'].forEach((field, n) => expect(fields[n]).toContain(`"${field}"`));

    const events = await eventsOf(fixture.database, chatId);
    expect(events.map(({ payload }) => payload.message?.text)).toEqual(['one', 'two']);
    expect(events.map(({ requestId }) => requestId)).toEqual(['request-0', 'request-9']);
  });

  it('keeps what is wrong with an item from saying why beyond its reason', async () => {
    const { chatId, ada } = await friendsWithChat(fixture);
    const failing = { verify: () => Promise.reject(new Error('secret of the house')) } as never;
    const batches = new BatchItemSender(failing, fixture.one.sending);
    const message = { chatId, text: 'x' };
    const outcome = await batches.sendAll([{ accessToken: ada, requestId: '', traceparent: '', message }]);
    expect(outcome.map(summary)).toEqual(['INTERNAL']);
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('refuses an item without a message', async () => {
    const batches = new BatchItemSender(VERIFIER, fixture.one.sending);
    const item = { accessToken: uuidv7(), requestId: '', traceparent: '', message: undefined };
    expect((await batches.sendAll([item])).map(summary)).toEqual(['VALIDATION_FAILED']);
  });

  it.each([0, MAX_BATCH_SIZE + 1])('refuses a batch of %d items', async (length) => {
    const { chatId, ada } = await friendsWithChat(fixture);
    const items = Array.from({ length }, () => ({ chatId, text: 'x', from: ada }));
    await expect(send(items)).rejects.toThrow('The request has invalid fields');
  });

  it('makes one message of equal sends in it, and refuses another text under the same id', async () => {
    const { chatId, ada, grace } = await friendsWithChat(fixture);
    const clientMessageId = uuidv4();
    const twin = { chatId, text: 'once', from: ada, clientMessageId };
    const outcomes = await send([twin, twin, { ...twin, text: 'else' }, twin, { ...twin, from: grace }]);
    expect(outcomes.map(summary)).toEqual([1, 1, 'CLIENT_MESSAGE_ID_REUSED', 1, 2]);
    expect(outcomes.map(({ sent }) => sent?.created)).toEqual([true, false, undefined, false, true]);
    expect(await eventsOf(fixture.database, chatId)).toHaveLength(2);
  });

  it('makes one message of equal sends in two batches of two instances at once', async () => {
    const { one, other } = fixture;
    const chats = await Promise.all(Array.from({ length: 20 }, () => friendsWithChat(fixture)));
    const items = chats.map(({ chatId, ada }) => ({ chatId, text: 'once', from: ada, clientMessageId: uuidv4() }));
    const [here, there] = await Promise.all([send(items, one), send([...items].reverse(), other)]);
    there.reverse();

    expect([...here, ...there].map(summary)).toEqual(Array.from({ length: 40 }, () => 1));
    expect(here.map(({ sent }) => sent?.message)).toEqual(there.map(({ sent }) => sent?.message));
    expect(here.map(({ sent }, n) => Number(sent?.created) + Number(there[n]?.sent?.created))).toEqual(
      Array.from({ length: 20 }, () => 1),
    );
    for (const { chatId } of chats) expect(await eventsOf(fixture.database, chatId)).toHaveLength(1);
  });

  it('refuses those whose friendship has ended, and sends the others', async () => {
    const { one, database } = fixture;
    const [over, lasting] = [await friendsWithChat(fixture), await friendsWithChat(fixture)];
    await setFriends(database, over.ada, over.grace, false);
    one.neighbours.friends = false;
    const clientMessageId = uuidv4();
    const outcomes = await send([
      { chatId: over.chatId, text: 'x', from: over.ada },
      { chatId: lasting.chatId, text: 'x', from: lasting.ada },
      { chatId: over.chatId, text: 'x', from: over.grace, clientMessageId },
    ]);
    one.neighbours.friends = undefined;
    expect(outcomes.map(summary)).toEqual(['NOT_FRIENDS', 1, 'NOT_FRIENDS']);
    expect(await eventsOf(database, over.chatId)).toEqual([]);
  });

  it('sends a gapless part of its messages where the friendship ends meanwhile', async () => {
    const { one, database } = fixture;
    const { chatId, ada, grace } = await friendsWithChat(fixture);
    one.neighbours.friends = false;
    const batch = Array.from({ length: 50 }, (_, n) => ({ chatId, text: `message ${n}`, from: ada }));
    const sends = Promise.all([send(batch), send(batch), send(batch)]);
    const [batches] = await Promise.all([sends, setFriends(database, ada, grace, false)]);
    const outcomes = batches.flat();
    one.neighbours.friends = undefined;
    const seqs = outcomes.map(summary).filter((outcome) => typeof outcome === 'number');
    expect(seqs.sort((a, b) => a - b)).toEqual(seqs.map((_, index) => index + 1));
    const reasons = outcomes.map(summary).filter((outcome) => typeof outcome !== 'number');
    expect(new Set(reasons).size).toBeLessThanOrEqual(1);
    expect(reasons.every((reason) => reason === 'NOT_FRIENDS')).toBe(true);
    expect(await eventsOf(database, chatId)).toHaveLength(seqs.length);
  });

  it('writes no text into the log, which shows each message as it is now', async () => {
    const { one, database } = fixture;
    const { chatId, ada } = await friendsWithChat(fixture);
    const [edited, deleted] = await send([
      { chatId, text: 'first secret', from: ada },
      { chatId, text: 'second secret', from: ada },
    ]);
    const editedId = edited?.sent?.message?.id ?? '';
    const deletedId = deleted?.sent?.message?.id ?? '';
    await one.messages.editMessage({ chatId, messageId: editedId, text: 'third secret' }, ada);
    await one.messages.editMessage({ chatId, messageId: deletedId, text: 'fourth secret' }, ada);
    await one.messages.deleteMessage({ chatId, messageId: deletedId }, ada);

    const rows = await outboxRowsOf(database, chatId);
    expect(rows).toHaveLength(5);
    expect(JSON.stringify(rows)).not.toContain('secret');
    const events = await eventsOf(database, chatId);
    expect(events.map(({ type, payload }) => [type, payload.message?.id, payload.message?.text])).toEqual([
      ['chat.message_sent.v1', editedId, 'third secret'],
      ['chat.message_sent.v1', deletedId, undefined],
      ['chat.message_edited.v1', editedId, 'third secret'],
      ['chat.message_edited.v1', deletedId, undefined],
      ['chat.message_deleted.v1', deletedId, undefined],
    ]);
  });
});
