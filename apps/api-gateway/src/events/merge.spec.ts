import type { LogName } from '@messenger/events';
import type { ListEventsResponse } from '@messenger/proto';
import { describe, expect, it } from 'vitest';
import { byLog } from './event-cursor.js';
import { mergeLogs, type MergedPage, type Stretches } from './merge.js';

/** Events of a log as [position, second]. */
function aStretch(events: [number, number][] = [], rest: Partial<ListEventsResponse> = {}): ListEventsResponse {
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
const merge = (stretches: Partial<Stretches>, limit = 100, after = START): MergedPage =>
  mergeLogs(
    byLog((log: LogName) => stretches[log] ?? aStretch()),
    after,
    limit,
  );
const order = ({ steps }: MergedPage): number[] => steps.map(({ event }) => event.position);

describe('the logs of three services', () => {
  it('are merged by time, and never against the order of one of them', () => {
    const page = merge({
      user: aStretch([[11, 5]]),
      subscriber: aStretch([
        [21, 1],
        [22, 7],
      ]),
      // Committed in this order, though the second began before the first.
      chat: aStretch([
        [31, 6],
        [32, 2],
      ]),
    });
    expect(order(page)).toEqual([21, 11, 31, 32, 22]);
  });

  it('give after each event the place that it leaves one at', () => {
    const page = merge({ user: aStretch([[3, 2]]), chat: aStretch([[4, 1]]) });
    expect(page.steps.map(({ positions }) => positions)).toEqual([
      { user: 0, subscriber: 0, chat: 4 },
      { user: 3, subscriber: 0, chat: 4 },
    ]);
  });

  it('leave one at the head of each that is read to its end, past what happened to others', () => {
    const page = merge({ user: aStretch([[3, 1]], { headPosition: 9 }), chat: aStretch([], { headPosition: 40 }) });
    expect(page).toMatchObject({ positions: { user: 9, subscriber: 0, chat: 40 }, hasMore: false });
  });

  it('leave one where the page is full, at the last event of each that has more', () => {
    const chat = aStretch(
      [
        [1, 1],
        [2, 2],
        [3, 3],
      ],
      { hasMore: true, headPosition: 90 },
    );
    const page = merge({ user: aStretch([[5, 9]]), chat }, 2);
    expect(order(page)).toEqual([1, 2]);
    expect(page).toMatchObject({ positions: { user: 0, subscriber: 0, chat: 2 }, hasMore: true });
    const whole = merge({ chat: { ...chat, hasMore: false } }, 3);
    expect(whole).toMatchObject({ positions: { chat: 90 }, hasMore: false });
  });

  it('are not read from a place that is none, nor across a gap', () => {
    expect(() => merge({ chat: aStretch([], { headPosition: 4 }) }, 10, { ...START, chat: 5 })).toThrow(
      expect.objectContaining({ reason: 'VALIDATION_FAILED' }),
    );
    expect(() => merge({ user: aStretch([], { expired: true }) })).toThrow(
      expect.objectContaining({ reason: 'CURSOR_EXPIRED' }),
    );
  });
});
