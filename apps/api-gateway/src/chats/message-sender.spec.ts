import { setImmediate } from 'node:timers/promises';
import { DomainError } from '@messenger/errors';
import { toRefusal } from '@messenger/grpc';
import { requestContext } from '@messenger/logging';
import type { SendMessagesItem, SendMessagesOutcome, SendMessagesRequest } from '@messenger/proto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChatClient } from '../clients/clients.module.js';
import { MessageSender } from './message-sender.js';

// It reads the environment, which a unit test has none of.
vi.mock('../clients/clients.module.js', () => ({ CHAT_CLIENT: Symbol('CHAT_CLIENT') }));

const AT = new Date('2026-01-31T12:00:00.000Z');

class NotFriendsError extends DomainError {
  constructor() {
    super({ code: 'PERMISSION_DENIED', reason: 'NOT_FRIENDS' }, 'Not friends');
  }
}

/** Stands for chat-service; holds its answers while `held`. */
class FakeChatService {
  readonly batches: SendMessagesItem[][] = [];
  held = false;
  failure: Error | undefined;
  private readonly releases: (() => void)[] = [];

  sendMessages = async ({ items }: SendMessagesRequest): Promise<{ outcomes: SendMessagesOutcome[] }> => {
    this.batches.push(items);
    if (this.held) await new Promise<void>((resolve) => this.releases.push(resolve));
    if (this.failure !== undefined) throw this.failure;
    return { outcomes: items.map((item) => this.outcome(item)) };
  };

  release(): void {
    this.held = false;
    for (const release of this.releases.splice(0)) release();
  }

  /** Refuses the text "no", and knows the text "again". */
  private outcome({ accessToken, message }: SendMessagesItem): SendMessagesOutcome {
    const text = message?.text ?? '';
    if (text === 'no') return { refusal: toRefusal(new NotFriendsError()) };
    const sent = { id: text, chatId: 'c', seq: 1, senderId: accessToken, text, createdAt: AT };
    return { sent: { message: sent, created: text !== 'again' } };
  }
}

let chats: FakeChatService;
let sender: MessageSender;
beforeEach(() => {
  chats = new FakeChatService();
  sender = new MessageSender(chats as unknown as ChatClient);
});

/** As `from`, in a request of its own. */
function send(text: string, from = 'ada') {
  const context = { requestId: `request of ${from}`, traceparent: `trace of ${from}`, accessToken: from };
  return requestContext.run(context, () => sender.send({ chatId: 'c', text }));
}

describe('MessageSender', () => {
  it('sends what waits in one call, each message with its own token and request', async () => {
    const sent = await Promise.all([send('one'), send('two', 'grace')]);
    expect(sent.map(({ message }) => [message.text, message.senderId])).toEqual([
      ['one', 'ada'],
      ['two', 'grace'],
    ]);
    const item = (from: string, text: string) => ({
      accessToken: from,
      requestId: `request of ${from}`,
      traceparent: `trace of ${from}`,
      message: { chatId: 'c', text },
    });
    expect(chats.batches).toEqual([[item('ada', 'one'), item('grace', 'two')]]);
  });

  it('says whether the message is new', async () => {
    const [first, again] = await Promise.all([send('first'), send('again')]);
    expect([first.created, again.created]).toEqual([true, false]);
  });

  it('throws the refusal of a message, and answers the others of its batch', async () => {
    const [one, refused, two] = await Promise.allSettled([send('one'), send('no'), send('two')]);
    expect([one.status, two.status]).toEqual(['fulfilled', 'fulfilled']);
    const { reason } = refused as PromiseRejectedResult;
    expect(reason).toBeInstanceOf(DomainError);
    expect(reason).toMatchObject({ reason: 'NOT_FRIENDS' });
    expect(chats.batches).toHaveLength(1);
  });

  it('fails every message of a call that fails, sends none again, and goes on', async () => {
    chats.failure = new Error('connection lost');
    const failed = await Promise.allSettled([send('one'), send('two')]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    chats.failure = undefined;
    expect((await send('three')).message.text).toBe('three');
    expect(chats.batches.map(({ length }) => length)).toEqual([2, 1]);
  });

  it('has two calls under way, and gathers up to 64 messages for each of the next', async () => {
    chats.held = true;
    const sends = [send('one')];
    await setImmediate();
    sends.push(send('two'));
    await setImmediate();
    sends.push(...Array.from({ length: 100 }, (_, n) => send(`message ${n}`)));
    await setImmediate();
    expect(chats.batches.map(({ length }) => length)).toEqual([1, 1]);
    chats.release();
    const texts = (await Promise.all(sends)).map(({ message }) => message.text);
    expect(chats.batches.map(({ length }) => length)).toEqual([1, 1, 64, 36]);
    expect(texts.slice(0, 3)).toEqual(['one', 'two', 'message 0']);
    expect(texts.at(-1)).toBe('message 99');
  });
});
