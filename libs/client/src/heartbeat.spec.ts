import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Heartbeat } from './heartbeat.js';

let calls: string[];
let heartbeat: Heartbeat;
beforeEach(() => {
  vi.useFakeTimers();
  calls = [];
  heartbeat = new Heartbeat(
    () => calls.push('ping'),
    () => calls.push('dead'),
  );
  heartbeat.recordActivity();
});
afterEach(() => vi.useRealTimers());

const seconds = (count: number) => vi.advanceTimersByTime(count * 1_000);

it('pings after 20 s without a word, and is dead after 30', () => {
  seconds(19);
  expect(calls).toEqual([]);
  seconds(1);
  expect(calls).toEqual(['ping']);
  seconds(9);
  expect(calls).toEqual(['ping']);
  seconds(1);
  expect(calls).toEqual(['ping', 'dead']);
});

it('lives as long as each ping is answered', () => {
  for (let pings = 1; pings <= 5; pings++) {
    seconds(29);
    heartbeat.recordActivity();
  }
  expect(calls).toEqual(Array.from({ length: 5 }, () => 'ping'));
});

it('pings nobody who is talking', () => {
  for (let n = 0; n < 10; n++) {
    seconds(15);
    heartbeat.recordActivity();
  }
  expect(calls).toEqual([]);
});

it('is dead 10 s after the first frame that was not answered', () => {
  heartbeat.expectAnswer();
  seconds(5);
  heartbeat.expectAnswer();
  seconds(5);
  expect(calls).toEqual(['dead']);
});

it('is quiet once it is stopped', () => {
  heartbeat.expectAnswer();
  heartbeat.stop();
  seconds(60);
  expect(calls).toEqual([]);
});
