import { metricsRegistry } from '@messenger/health';
import type { Message } from '@messenger/proto';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Quotas } from '../src/quotas/quotas.js';
import { chatFixture, friendsWithChat, Instance, reasonOf, type ChatFixture, type Friends } from './chat-fixture.js';

const AMPLE: Quotas = { messagesPerDay: 1_000, bytesPerDay: 100_000, editsPerMessage: 100 };

describe('the quotas of an account', () => {
  let fixture: ChatFixture;

  beforeAll(async () => {
    fixture = await chatFixture();
  });
  afterAll(() => fixture.close());

  const instance = (quotas: Partial<Quotas>): Instance => new Instance(fixture.database.sql, { ...AMPLE, ...quotas });

  async function send(
    by: Instance,
    { chatId, ada }: Friends,
    text: string,
    clientMessageId?: string,
  ): Promise<Message> {
    const { message } = await by.sending.sendMessage(
      { chatId, text, ...(clientMessageId && { clientMessageId }) },
      ada,
    );
    return message as Message;
  }

  const edit = (by: Instance, { chatId, ada }: Friends, { id }: Message, text: string): Promise<Message> =>
    by.messages.editMessage({ chatId, messageId: id, text }, ada);

  it('admit as many messages a day, also of those that come at once, and no one else is held back', async () => {
    const by = instance({ messagesPerDay: 10 });
    const friends = await friendsWithChat(fixture);
    const reasons = await Promise.all(Array.from({ length: 25 }, (_, n) => reasonOf(send(by, friends, `${n}`))));
    expect(reasons.filter((reason) => reason === undefined)).toHaveLength(10);
    expect(reasons.filter((reason) => reason === 'DAILY_QUOTA_REACHED')).toHaveLength(15);
    const { message } = await by.sending.sendMessage({ chatId: friends.chatId, text: 'mine' }, friends.grace);
    expect(message?.seq).toBe(11);
  });

  it('say what the limit is, and when the next day begins', async () => {
    const by = instance({ messagesPerDay: 1 });
    const friends = await friendsWithChat(fixture);
    await send(by, friends, 'one');
    const refusal = await send(by, friends, 'two').catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'RESOURCE_EXHAUSTED', message: 'No more than 1 messages a day (UTC)' });
    const { retryAfter } = (refusal as { details: { retryAfter: number } }).details;
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(86_400);
  });

  it('let what was sent be repeated for ever', async () => {
    const by = instance({ messagesPerDay: 1 });
    const friends = await friendsWithChat(fixture);
    const id = uuidv7();
    const sent = await send(by, friends, 'one', id);
    expect(await send(by, friends, 'one', id)).toEqual(sent);
  });

  it('count the bytes of new texts and of edited ones', async () => {
    const by = instance({ bytesPerDay: 40 });
    const friends = await friendsWithChat(fixture);
    const message = await send(by, friends, 'ä'.repeat(10));
    await edit(by, friends, message, 'ö'.repeat(5));
    expect(await reasonOf(send(by, friends, 'x'.repeat(11)))).toBe('DAILY_QUOTA_REACHED');
    expect(await reasonOf(edit(by, friends, message, 'ü'.repeat(6)))).toBe('DAILY_QUOTA_REACHED');
    await send(by, friends, 'x'.repeat(10));
    expect(await reasonOf(send(by, friends, 'x'))).toBe('DAILY_QUOTA_REACHED');
  });

  it('bound the edits of a message, and those of each by itself', async () => {
    const by = instance({ editsPerMessage: 2 });
    const friends = await friendsWithChat(fixture);
    const [one, other] = [await send(by, friends, 'one'), await send(by, friends, 'other')];
    for (const text of ['two', 'three']) await edit(by, friends, one, text);
    expect(await reasonOf(edit(by, friends, one, 'four'))).toBe('EDIT_LIMIT_REACHED');
    expect((await edit(by, friends, one, 'three')).text).toBe('three');
    expect((await edit(by, friends, other, 'another')).text).toBe('another');
  });

  it('outlast the process, and join what other processes have taken', async () => {
    const quotas = { messagesPerDay: 4 };
    const friends = await friendsWithChat(fixture);
    const [one, other] = [instance(quotas), instance(quotas)];
    for (const by of [one, other]) await send(by, friends, 'hello');
    for (const by of [one, other]) await by.usage.run();
    await one.usage.run();
    for (let n = 0; n < 2; n++) await send(other, friends, 'again');
    expect(await reasonOf(send(other, friends, 'too much'))).toBe('DAILY_QUOTA_REACHED');
    await other.usage.onApplicationShutdown();
    expect(await reasonOf(send(instance(quotas), friends, 'too much'))).toBe('DAILY_QUOTA_REACHED');
  });

  it('count nothing that was not committed', async () => {
    const by = instance({ messagesPerDay: 2 });
    const friends = await friendsWithChat(fixture);
    expect(await reasonOf(by.sending.sendMessage({ chatId: uuidv7(), text: 'x' }, friends.ada))).toBe('CHAT_NOT_FOUND');
    await expect(send(by, friends, 'no \0 text')).rejects.toThrow();
    for (let n = 0; n < 2; n++) await send(by, friends, `${n}`);
    expect(await reasonOf(send(by, friends, 'x'))).toBe('DAILY_QUOTA_REACHED');
  });

  it('are seen in the metrics', async () => {
    const by = instance({ messagesPerDay: 1 });
    const friends = await friendsWithChat(fixture);
    const valueOf = async (name: string): Promise<number> =>
      (await metricsRegistry.getSingleMetric(name)?.get())?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
    const names = ['chat_messages_stored_total', 'chat_text_bytes_stored_total', 'chat_quota_refusals_total'];
    const before = await Promise.all(names.map(valueOf));
    await send(by, friends, 'hello');
    await reasonOf(send(by, friends, 'more'));
    expect(await Promise.all(names.map(valueOf))).toEqual([before[0]! + 1, before[1]! + 5, before[2]! + 1]);
  });
});
