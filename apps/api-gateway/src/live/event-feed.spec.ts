import type { LogName } from '@messenger/events';
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../events/logged-event.js';
import { EventFeed, type HeardEvent } from './event-feed.js';

const heard = (position: number, recipientIds = ['ada'], log: LogName = 'chat'): HeardEvent => ({
  event: { type: 'chat.read.v1', log, position, payload: { chatId: '', userId: '', seq: 0 } },
  recipientIds,
});

function aFeed(...events: HeardEvent[]): EventFeed {
  const feed = new EventFeed();
  for (const event of events) feed.add(event);
  return feed;
}

const at = (chat: number, user = 0) => ({ user, subscriber: 0, chat });
const positionsOf = (events: LoggedEvent[] | undefined): number[] | undefined =>
  events?.map(({ position }) => position);

describe('the feed', () => {
  it('tells what follows from a repeat and from what lies beyond a gap, in each log', () => {
    const feed = aFeed(heard(10), heard(11));
    expect(feed.continuityOf(heard(12).event)).toBe('next');
    expect(feed.continuityOf(heard(11).event)).toBe('repeat');
    expect(feed.continuityOf(heard(13).event)).toBe('beyond a gap');
    expect(feed.continuityOf(heard(3, [], 'user').event)).toBe('next');
    expect(feed.positions).toEqual({ chat: 11 });
  });

  it("is touched by a reader who has read up to its beginning, and gives what is the reader's after that", () => {
    const feed = aFeed(heard(10), heard(11, ['grace']), heard(12, ['grace', 'ada']));
    expect(positionsOf(feed.since(at(9), 'ada', 0))).toEqual([10, 12]);
    expect(positionsOf(feed.since(at(10), 'ada', 0))).toEqual([12]);
    expect(positionsOf(feed.since(at(99), 'ada', 0))).toEqual([]);
    expect(feed.since(at(8), 'ada', 0)).toBeUndefined();
  });

  it('is not touched across a gap', () => {
    const feed = aFeed(heard(10), heard(11), heard(14));
    expect(feed.since(at(12), 'ada', 0)).toBeUndefined();
    expect(positionsOf(feed.since(at(13), 'ada', 0))).toEqual([14]);
  });

  it('is not touched by what was read before a break', () => {
    const feed = aFeed(heard(10));
    const before = feed.era;
    feed.breakOff();
    expect(feed.since(at(10), 'ada', before)).toBeUndefined();
    expect(positionsOf(feed.since(at(10), 'ada', feed.era))).toEqual([]);
    expect(feed.continuityOf(heard(30).event)).toBe('next');
    expect(feed.positions).toEqual({});
  });

  it('has to be touched in every log', () => {
    const feed = aFeed(heard(10), heard(5, ['ada'], 'user'));
    expect(feed.since(at(10, 3), 'ada', 0)).toBeUndefined();
    expect(positionsOf(feed.since(at(9, 4), 'ada', 0))).toEqual([10, 5]);
  });

  it('forgets what no reader can still be behind by, and then is not touched there', () => {
    const feed = aFeed(...Array.from({ length: 10_000 }, (_, n) => heard(n + 1)));
    expect(feed.since(at(5_000), 'ada', 0)).toBeUndefined();
    expect(positionsOf(feed.since(at(9_000), 'ada', 0))).toHaveLength(1_000);
  });
});
