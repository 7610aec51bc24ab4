import type { LogName } from '@messenger/events';
import type { ListEventsResponse } from '@messenger/proto';
import { describe, expect, it } from 'vitest';
import { byLog } from './event-cursor.js';
import { mergeLogs, type MergedPage, type LogPages } from './merge.js';

/** Events of a log as [position, second]. */
function aPage(events: [number, number][] = [], rest: Partial<ListEventsResponse> = {}): ListEventsResponse {
  return {
    events: events.map(([position, second]) => ({
      id: `${position}`,
      type: 'chat.read.v1',
      time: new Date(second * 1_000),
      position,
      payload: Buffer.from('{}'),
    })),
    hasMore: false,
    headPosition: events.at(-1)?.[0] ?? 0,
    expired: false,
    ...rest,
  };
}

const START = { user: 0, subscriber: 0, chat: 0 };
const merge = (pages: Partial<LogPages>, limit = 100, after = START): MergedPage =>
  mergeLogs(
    byLog((log: LogName) => pages[log] ?? aPage()),
    after,
    limit,
  );
const order = ({ events }: MergedPage): number[] => events.map(({ event }) => event.position);

describe('the merged logs', () => {
  it('are merged by time, and never against the order of one of them', () => {
    const page = merge({
      user: aPage([[11, 5]]),
      subscriber: aPage([
        [21, 1],
        [22, 7],
      ]),
      // Committed in this order, though the second began before the first.
      chat: aPage([
        [31, 6],
        [32, 2],
      ]),
    });
    expect(order(page)).toEqual([21, 11, 31, 32, 22]);
  });

  it('give the positions after each event', () => {
    const page = merge({ user: aPage([[3, 2]]), chat: aPage([[4, 1]]) });
    expect(page.events.map(({ positions }) => positions)).toEqual([
      { user: 0, subscriber: 0, chat: 4 },
      { user: 3, subscriber: 0, chat: 4 },
    ]);
  });

  it('end at the head of each log that is read to its end, past the events of other users', () => {
    const page = merge({ user: aPage([[3, 1]], { headPosition: 9 }), chat: aPage([], { headPosition: 40 }) });
    expect(page).toMatchObject({ positions: { user: 9, subscriber: 0, chat: 40 }, hasMore: false });
  });

  it('end at the last event of each log that has more, where the page is full', () => {
    const chat = aPage(
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
      { hasMore: true, headPosition: 90 },
    );
    const page = merge({ user: aPage([[5, 9]]), chat }, 2);
    expect(order(page)).toEqual([1, 2]);
    expect(page).toMatchObject({ positions: { user: 0, subscriber: 0, chat: 2 }, hasMore: true });
    const whole = merge({ chat: { ...chat, hasMore: false } }, 3);
    expect(whole).toMatchObject({ positions: { chat: 90 }, hasMore: false });
  });

  it('are not read from a position beyond the head, nor across deleted events', () => {
    expect(() => merge({ chat: aPage([], { headPosition: 4 }) }, 10, { ...START, chat: 5 })).toThrow(
      expect.objectContaining({ reason: 'CURSOR_EXPIRED' }),
    );
    expect(() => merge({ user: aPage([], { expired: true }) })).toThrow(
      expect.objectContaining({ reason: 'CURSOR_EXPIRED' }),
    );
  });
});
