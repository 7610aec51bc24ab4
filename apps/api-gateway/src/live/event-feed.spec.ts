import type { LogName } from '@messenger/events';
import { describe, expect, it } from 'vitest';
import type { DecodedEvent } from '../events/decoded-event.js';
import { EventFeed, type AddressedEvent } from './event-feed.js';

const anEvent = (position: number, recipientIds = ['ada'], log: LogName = 'chat'): AddressedEvent => ({
  event: { type: 'chat.read.v1', log, position, payload: { chatId: '', userId: '', seq: 0 } },
  recipientIds,
});

function aFeed(...events: AddressedEvent[]): EventFeed {
  const feed = new EventFeed();
  for (const event of events) feed.append(event);
  return feed;
}

const at = (chat: number, user = 0) => ({ user, subscriber: 0, chat });
const positionsOf = (events: DecodedEvent[] | undefined): number[] | undefined =>
  events?.map(({ position }) => position);

describe('the feed', () => {
  it('knows how far each log has come, past events that nobody is sent', () => {
    const feed = aFeed(anEvent(10), anEvent(11));
    feed.passOver('chat', 12);
    feed.skipTo('user', 4);
    expect(feed.positions).toEqual({ chat: 12, user: 4 });
    expect(positionsOf(feed.eventsAfter(at(10, 4), 'ada', 0))).toEqual([11]);
  });

  it("gives a user's events after positions that it has passed, from its first event on", () => {
    const feed = aFeed(anEvent(10), anEvent(11, ['grace']), anEvent(12, ['grace', 'ada']));
    expect(positionsOf(feed.eventsAfter(at(9), 'ada', 0))).toEqual([10, 12]);
    expect(positionsOf(feed.eventsAfter(at(10), 'ada', 0))).toEqual([12]);
    expect(positionsOf(feed.eventsAfter(at(99), 'ada', 0))).toEqual([]);
    expect(feed.eventsAfter(at(8), 'ada', 0)).toBeUndefined();
  });

  it('gives no events across a gap', () => {
    const feed = aFeed(anEvent(10), anEvent(11));
    feed.skipTo('chat', 13);
    expect(feed.eventsAfter(at(12), 'ada', 0)).toBeUndefined();
    expect(positionsOf(feed.eventsAfter(at(13), 'ada', 0))).toEqual([]);
    feed.append(anEvent(14));
    expect(feed.eventsAfter(at(12), 'ada', 0)).toBeUndefined();
    expect(positionsOf(feed.eventsAfter(at(13), 'ada', 0))).toEqual([14]);
  });

  it('gives no events after positions that were read before a reset', () => {
    const feed = aFeed(anEvent(10));
    const before = feed.epoch;
    feed.reset();
    expect(feed.eventsAfter(at(10), 'ada', before)).toBeUndefined();
    expect(positionsOf(feed.eventsAfter(at(10), 'ada', feed.epoch))).toEqual([]);
    expect(feed.positions).toEqual({});
  });

  it('gives events only where it has passed the position of every log', () => {
    const feed = aFeed(anEvent(10), anEvent(5, ['ada'], 'user'));
    expect(feed.eventsAfter(at(10, 3), 'ada', 0)).toBeUndefined();
    expect(positionsOf(feed.eventsAfter(at(9, 4), 'ada', 0))).toEqual([10, 5]);
  });

  it('keeps the latest events of a log alone, and gives none after an older position', () => {
    const feed = aFeed(...Array.from({ length: 10_000 }, (_, n) => anEvent(n + 1)));
    expect(feed.eventsAfter(at(5_000), 'ada', 0)).toBeUndefined();
    expect(positionsOf(feed.eventsAfter(at(9_000), 'ada', 0))).toHaveLength(1_000);
  });
});
