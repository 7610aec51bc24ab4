import type { LogName } from '@messenger/events';
import { describe, expect, it } from 'vitest';
import type { DecodedEvent } from '../events/decoded-event.js';
import { EventFeed, type FeedEvent } from './event-feed.js';

const anEvent = (position: number, recipientIds = ['ada'], log: LogName = 'chat'): FeedEvent => ({
  event: { type: 'chat.read.v1', log, position, payload: { chatId: '', userId: '', seq: 0 } },
  recipientIds,
});

function aFeed(...events: FeedEvent[]): EventFeed {
  const feed = new EventFeed();
  for (const event of events) feed.append(event);
  return feed;
}

const at = (chat: number, user = 0) => ({ user, subscriber: 0, chat });
const positionsOf = (events: DecodedEvent[] | undefined): number[] | undefined =>
  events?.map(({ position }) => position);

describe('the feed', () => {
  it('tells the next event of each log from a duplicate and from one after a gap', () => {
    const feed = aFeed(anEvent(10), anEvent(11));
    expect(feed.sequenceOf(anEvent(12).event)).toBe('next');
    expect(feed.sequenceOf(anEvent(11).event)).toBe('duplicate');
    expect(feed.sequenceOf(anEvent(13).event)).toBe('gap');
    expect(feed.sequenceOf(anEvent(3, [], 'user').event)).toBe('next');
    expect(feed.positions).toEqual({ chat: 11 });
  });

  it("gives a user's events after positions that it has passed, from its first event on", () => {
    const feed = aFeed(anEvent(10), anEvent(11, ['grace']), anEvent(12, ['grace', 'ada']));
    expect(positionsOf(feed.eventsAfter(at(9), 'ada', 0))).toEqual([10, 12]);
    expect(positionsOf(feed.eventsAfter(at(10), 'ada', 0))).toEqual([12]);
    expect(positionsOf(feed.eventsAfter(at(99), 'ada', 0))).toEqual([]);
    expect(feed.eventsAfter(at(8), 'ada', 0)).toBeUndefined();
  });

  it('gives no events across a gap', () => {
    const feed = aFeed(anEvent(10), anEvent(11), anEvent(14));
    expect(feed.eventsAfter(at(12), 'ada', 0)).toBeUndefined();
    expect(positionsOf(feed.eventsAfter(at(13), 'ada', 0))).toEqual([14]);
  });

  it('gives no events after positions that were read before a reset', () => {
    const feed = aFeed(anEvent(10));
    const before = feed.epoch;
    feed.reset();
    expect(feed.eventsAfter(at(10), 'ada', before)).toBeUndefined();
    expect(positionsOf(feed.eventsAfter(at(10), 'ada', feed.epoch))).toEqual([]);
    expect(feed.sequenceOf(anEvent(30).event)).toBe('next');
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
