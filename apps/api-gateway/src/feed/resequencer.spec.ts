import type { FeedEvent } from '@messenger/events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { GRACE_MS, MAX_BACKWARDS_MS, Resequencer } from './resequencer.js';

const event = (position: number): FeedEvent => ({
  id: String(position),
  type: 'chat.read.v1',
  position,
  recipientIds: [],
  requestId: null,
  traceparent: null,
  time: new Date(),
  payload: {},
});

describe('the resequencer', () => {
  let seen: (number | string)[];
  let resequencer: Resequencer;

  beforeEach(() => {
    vi.useFakeTimers();
    seen = [];
    resequencer = new Resequencer({
      onEvent: ({ position }) => seen.push(position),
      onGap: (head) => seen.push(`gap up to ${head}`),
      onRestored: () => seen.push('restored'),
    });
  });
  afterEach(() => vi.useRealTimers());

  const commit = (...positions: number[]): void => resequencer.accept(positions.at(-1) ?? 0, positions.map(event));
  const heartbeat = (head: number): void => resequencer.accept(head, []);

  it('begins with the first commit or heartbeat: what came before it is in the log', () => {
    commit(7, 8);
    expect(seen).toEqual(['gap up to 6', 7, 8]);
    resequencer.reset();
    heartbeat(20);
    commit(21);
    expect(seen.slice(3)).toEqual(['gap up to 20', 21]);
  });

  it.each([
    ['heartbeats', () => heartbeat(5)],
    ['commits', () => commit(5)],
  ])('notices by %s that the log goes back, and only where it stays so', (_what, message) => {
    commit(7, 8);
    message();
    heartbeat(8);
    vi.advanceTimersByTime(MAX_BACKWARDS_MS + 1);
    message();
    expect(seen).toEqual(['gap up to 6', 7, 8]);
    vi.advanceTimersByTime(MAX_BACKWARDS_MS + 1);
    message();
    expect(seen).toEqual(['gap up to 6', 7, 8, 'restored']);
  });

  it('puts commits that have overtaken each other in order, without a gap', () => {
    commit(1);
    commit(4, 5);
    commit(3);
    expect(seen).toEqual(['gap up to 0', 1]);
    commit(2);
    expect(seen).toEqual(['gap up to 0', 1, 2, 3, 4, 5]);
    vi.advanceTimersByTime(10 * GRACE_MS);
    expect(seen).toHaveLength(6);
  });

  it('passes on a repeated event once', () => {
    commit(1, 2);
    commit(1, 2);
    heartbeat(1);
    expect(seen).toEqual(['gap up to 0', 1, 2]);
  });

  it('gives up a commit that stays away, and goes on behind it', () => {
    commit(1);
    commit(3, 4);
    commit(7);
    vi.advanceTimersByTime(GRACE_MS);
    expect(seen).toEqual(['gap up to 0', 1, 'gap up to 2', 3, 4, 'gap up to 6', 7]);
    commit(8);
    expect(seen.at(-1)).toBe(8);
  });

  it('notices by a heartbeat that the last commit was lost', () => {
    commit(1);
    heartbeat(2);
    expect(seen).toEqual(['gap up to 0', 1]);
    vi.advanceTimersByTime(GRACE_MS);
    expect(seen.at(-1)).toBe('gap up to 2');
  });

  it('waits for a commit that a heartbeat has overtaken', () => {
    commit(1);
    heartbeat(3);
    commit(2, 3);
    vi.advanceTimersByTime(GRACE_MS);
    expect(seen).toEqual(['gap up to 0', 1, 2, 3]);
  });

  it('is empty after a reset', () => {
    commit(1);
    commit(5);
    resequencer.reset();
    vi.advanceTimersByTime(GRACE_MS);
    commit(3);
    expect(seen).toEqual(['gap up to 0', 1, 'gap up to 2', 3]);
  });
});
