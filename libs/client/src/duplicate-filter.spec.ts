import { expect, it } from 'vitest';
import type { LiveEvent } from './live-event.js';
import { DuplicateFilter } from './duplicate-filter.js';

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
])('%s is delivered once, and so is the next one', (_what, first, second) => {
  const filter = new DuplicateFilter();
  const delivered = [first, first, second, first, second].map((event) => !filter.isDuplicate(event));
  expect(delivered).toEqual([true, false, true, false, false]);
});

it('chats and readers are counted separately', () => {
  const filter = new DuplicateFilter();
  const events = [aMessage({}), aMessage({ chatId: 'other' }), aRead(3), aRead(3, 'other')];
  expect(events.map((event) => filter.isDuplicate(event))).toEqual([false, false, false, false]);
});

it('an event that carries the whole state is never a duplicate', () => {
  const filter = new DuplicateFilter();
  const event = { type: 'user.profile_updated.v1', cursor: 'x', data: {} } as LiveEvent;
  expect([filter.isDuplicate(event), filter.isDuplicate(event)]).toEqual([false, false]);
});

function aRead(seq: number, userId = 'u'): LiveEvent {
  return { type: 'chat.read.v1', cursor: 'x', data: { chatId: 'c', userId, seq } };
}
