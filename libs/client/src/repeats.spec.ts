import { expect, it } from 'vitest';
import type { LiveEvent } from './live-event.js';
import { Repeats } from './repeats.js';

const AT = '2026-01-31T12:00:00.000Z';
const LATER = '2026-01-31T12:00:01.000Z';

function aMessage(change: object, type = 'chat.message_sent.v1'): LiveEvent {
  const data = { id: 'm', chatId: 'c', seq: 1, text: 'Hello', editedAt: null, deletedAt: null, ...change };
  return { type, cursor: 'x', data } as LiveEvent;
}

const edited = (editedAt: string) => aMessage({ editedAt }, 'chat.message_edited.v1');
const deleted = aMessage({ editedAt: LATER, deletedAt: LATER }, 'chat.message_deleted.v1');

it.each([
  ['a message', aMessage({ seq: 1 }), aMessage({ seq: 2 })],
  ['an edit', edited(AT), edited(LATER)],
  ['a delete', edited(LATER), deleted],
  ['a read', aRead(3), aRead(4)],
])('%s is told once, and what follows it too', (_what, first, second) => {
  const repeats = new Repeats();
  const told = [first, first, second, first, second].map((event) => !repeats.isRepeat(event));
  expect(told).toEqual([true, false, true, false, false]);
});

it('chats and readers do not know of each other', () => {
  const repeats = new Repeats();
  const events = [aMessage({}), aMessage({ chatId: 'other' }), aRead(3), aRead(3, 'other')];
  expect(events.map((event) => repeats.isRepeat(event))).toEqual([false, false, false, false]);
});

it('what is told as it is may be told again', () => {
  const repeats = new Repeats();
  const event = { type: 'user.profile_updated.v1', cursor: 'x', data: {} } as LiveEvent;
  expect([repeats.isRepeat(event), repeats.isRepeat(event)]).toEqual([false, false]);
});

function aRead(seq: number, userId = 'u'): LiveEvent {
  return { type: 'chat.read.v1', cursor: 'x', data: { chatId: 'c', userId, seq } };
}
