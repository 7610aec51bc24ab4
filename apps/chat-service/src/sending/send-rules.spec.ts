import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SendRules } from './send-rules.js';
import type { LockedChat, Send, SentMessage } from './send.js';

function aSend(fields: Partial<Send> = {}): Send {
  const { text = 'hello' } = fields;
  const textHash = createHash('sha256').update(text).digest();
  return { chatId: 'chat', senderId: 'ada', text, textHash, clientMessageId: undefined, request: undefined, ...fields };
}

function aChat(fields: Partial<LockedChat> = {}): LockedChat {
  return { id: 'chat', userLow: 'ada', userHigh: 'grace', lastSeq: 7, friends: true, ...fields };
}

function sentBefore({ chatId, senderId, textHash, clientMessageId }: Send): SentMessage {
  const times = { createdAt: new Date(), editedAt: null, deletedAt: null };
  return {
    id: 'sent',
    chatId,
    senderId,
    seq: 3,
    text: 'edited',
    clientMessageId: clientMessageId ?? null,
    sentTextHash: textHash,
    ...times,
  };
}

const yes = (friends: boolean) => friends;

describe('SendRules', () => {
  it('numbers what it accepts from the last message on, chat by chat', () => {
    const rules = new SendRules([aChat(), aChat({ id: 'other', lastSeq: 0 })], [], yes);
    [aSend(), aSend({ chatId: 'other' }), aSend({ senderId: 'grace' })].forEach((send) => rules.decide(send));
    expect(rules.fresh.map(({ seq, peerId }) => [seq, peerId])).toEqual([
      [8, 'grace'],
      [1, 'grace'],
      [9, 'ada'],
    ]);
  });

  it('spends no number on a refusal', () => {
    const rules = new SendRules([aChat()], [], yes);
    const refused = [aSend({ senderId: 'eve' }), aSend({ chatId: 'none' }), aSend({ friendship: 'strangers' })];
    const reasons = refused
      .map((send) => rules.decide(send))
      .map((decision) => 'refusal' in decision && decision.refusal.reason);
    rules.decide(aSend());
    expect(reasons).toEqual(['CHAT_NOT_FOUND', 'CHAT_NOT_FOUND', 'NOT_FRIENDS']);
    expect(rules.fresh.map(({ seq }) => seq)).toEqual([8]);
  });

  it('answers a repeat before it looks at the friendship', () => {
    const send = aSend({ clientMessageId: 'id', friendship: 'unknown' });
    const rules = new SendRules([aChat({ friends: false })], [sentBefore(send)], yes);
    expect(rules.decide(send)).toEqual({ messageId: 'sent', created: false });
    expect(rules.decide(aSend({ ...send, ...aSend({ text: 'else' }), clientMessageId: 'id' }))).toMatchObject({
      refusal: { reason: 'CLIENT_MESSAGE_ID_REUSED' },
    });
  });

  it('makes one message of equal sends in one batch', () => {
    const rules = new SendRules([aChat()], [], yes);
    const [first, second] = [aSend({ clientMessageId: 'id' }), aSend({ clientMessageId: 'id' })].map((send) =>
      rules.decide(send),
    );
    expect(first).toMatchObject({ created: true });
    expect(second).toEqual({ ...first, created: false });
    expect(rules.decide(aSend({ clientMessageId: 'id', senderId: 'grace' }))).toMatchObject({ created: true });
  });

  it('wants the friendship checked where the projection is not trusted, and goes by the answer', () => {
    const rules = new SendRules([aChat()], [], () => false);
    expect(rules.decide(aSend())).toEqual({ checkFriendshipWith: 'grace' });
    expect(rules.decide(aSend({ friendship: 'unknown' }))).toMatchObject({ refusal: { code: 'UNAVAILABLE' } });
    expect(rules.decide(aSend({ friendship: 'friends' }))).toMatchObject({ created: true });
  });
});
