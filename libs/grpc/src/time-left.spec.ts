import { describe, expect, it } from 'vitest';
import { timeLeftMs } from './time-left.js';

const arrived = (agoMs: number) => ({ requestId: '1', traceparent: '', arrivedAtMs: performance.now() - agoMs });

describe('the time that a call has', () => {
  it('is its deadline where no request has arrived', () => {
    expect(timeLeftMs(undefined, 2_000)).toBe(2_000);
    expect(timeLeftMs({ requestId: '1', traceparent: '' }, 2_000)).toBe(2_000);
  });

  it('counts from the arrival of the request', () => {
    const context = arrived(1_500);
    expect(timeLeftMs(context, 2_000)).toBeCloseTo(500, -2);
    expect(timeLeftMs(arrived(2_500), 2_000)).toBeLessThan(0);
  });

  it('is that of the longest call of the request so far, each within its own', () => {
    const context = arrived(3_000);
    expect(timeLeftMs(context, 8_000)).toBeCloseTo(5_000, -2);
    expect(timeLeftMs(context, 2_000)).toBe(2_000);
    context.arrivedAtMs -= 4_000;
    expect(timeLeftMs(context, 2_000)).toBeCloseTo(1_000, -2);
  });

  it('is in a service what its caller gives, however long its own calls may take', () => {
    const context = { requestId: '1', traceparent: '', endsAtMs: performance.now() + 300 };
    expect(timeLeftMs(context, 8_000)).toBeCloseTo(300, -2);
    expect(timeLeftMs(context, 100)).toBe(100);
  });
});
