import { describe, expect, it } from 'vitest';
import type { ChatMessage } from '../storage/database.js';
import { timeline, type Line } from './timeline.js';

const ADA = 'ada';
const GRACE = 'grace';

function aMessage(seq: number, senderId: string, minute: number, more: Partial<ChatMessage> = {}): ChatMessage {
  const createdAt = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  const rest = { clientMessageId: null, editedAt: null, deletedAt: null };
  return { id: `m${seq}`, chatId: 'chat', seq, senderId, text: `text ${seq}`, createdAt, ...rest, ...more };
}

function lines(messages: ChatMessage[], more: Partial<Parameters<typeof timeline>[0]> = {}): Line[] {
  const dayOf = (time: string) => Math.floor(Date.parse(time) / 86_400_000);
  return timeline({ messages, unsent: [], newAfterSeq: null, ownId: ADA, dayOf, ...more });
}

const kinds = (all: Line[]) => all.map(({ kind }) => kind);

describe('a timeline', () => {
  it('has a line for each day', () => {
    const all = lines([aMessage(1, ADA, 0), aMessage(2, ADA, 1), aMessage(3, ADA, 24 * 60)]);
    expect(kinds(all)).toEqual(['day', 'message', 'message', 'day', 'message']);
  });

  it('puts messages of one person within five minutes together', () => {
    const all = lines([aMessage(1, ADA, 0), aMessage(2, ADA, 4), aMessage(3, ADA, 20), aMessage(4, GRACE, 21)]);
    const groups = all.flatMap((line) => (line.kind === 'message' ? [[line.isFirst, line.isLast]] : []));
    expect(groups).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
  });

  it.each([
    [0, ['day', 'message', 'new', 'message', 'message']],
    [2, ['day', 'message', 'message', 'new', 'message']],
    [3, ['day', 'message', 'message', 'message']],
    [null, ['day', 'message', 'message', 'message']],
  ])('marks what is new after %s, above the first message of somebody else', (newAfterSeq, expected) => {
    const messages = [aMessage(1, ADA, 0), aMessage(2, GRACE, 0), aMessage(3, GRACE, 0)];
    expect(kinds(lines(messages, { newAfterSeq }))).toEqual(expected);
  });

  it('ends with what is unsent, and shows none of it twice', () => {
    const unsent = ['one', 'two'].map((clientMessageId, position) => ({
      ...{ clientMessageId, position, chatId: 'chat', text: clientMessageId, createdAt: '2026-01-01T00:00:30.000Z' },
    }));
    const all = lines([aMessage(1, ADA, 0, { clientMessageId: 'one' })], { unsent });
    expect(all.map(({ key }) => key).slice(1)).toEqual(['one', 'two']);
    expect(all.at(-1)).toMatchObject({ kind: 'unsent', isFirst: false });
  });
});
