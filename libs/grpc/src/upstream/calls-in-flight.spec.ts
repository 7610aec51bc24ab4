import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallsInFlight } from './calls-in-flight.js';

const nothing = (): void => undefined;

describe('the calls in flight', () => {
  let silences: number;
  let calls: CallsInFlight;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    silences = 0;
    calls = new CallsInFlight(30, () => silences++);
  });
  afterEach(() => vi.useRealTimers());

  it('are silent once one is overdue: after 30 % of its deadline, and half a second at least', () => {
    const call = calls.begin(2_000, nothing);
    vi.advanceTimersByTime(550);
    expect([silences, calls.isOverdue(call)]).toEqual([0, false]);
    vi.advanceTimersByTime(50);
    expect([silences, calls.isOverdue(call)]).toEqual([1, true]);
    calls.end(call);
    calls.begin(300, nothing);
    vi.advanceTimersByTime(450);
    expect(silences).toBe(1);
  });

  it('are not silent while others are answered', () => {
    calls.begin(8_000, nothing);
    for (let i = 0; i < 10; i++) {
      calls.noteAnswer();
      vi.advanceTimersByTime(2_000);
    }
    expect(silences).toBe(0);
    vi.advanceTimersByTime(400);
    expect(silences).toBe(1);
  });

  it('do not count the time in which this process stood still', () => {
    calls.begin(2_000, nothing);
    // Of a timer that is late by 10 seconds, one tick is left.
    vi.advanceTimersToNextTimer();
    expect(silences).toBe(0);
  });

  it('are abandoned all at once', () => {
    const abandoned: number[] = [];
    for (const i of [1, 2, 3]) calls.begin(2_000, () => abandoned.push(i));
    calls.abandonAll();
    calls.abandonAll();
    expect(abandoned).toEqual([1, 2, 3]);
  });

  it('need no timer while there are none', () => {
    calls.end(calls.begin(2_000, nothing));
    vi.advanceTimersByTime(100);
    expect(vi.getTimerCount()).toBe(0);
    calls.begin(2_000, nothing);
    expect(vi.getTimerCount()).toBe(1);
  });
});
