import type { SpanContext } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { RatioSampler } from './ratio-sampler.js';

const parent = (traceFlags: number): SpanContext => ({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags });

describe('the sampler', () => {
  it.each([
    [0, false],
    [1, true],
  ])('samples a ratio of %d of the traces that begin here', (ratio, isSampled) => {
    for (let n = 0; n < 100; n++) expect(new RatioSampler(ratio).isSampled(undefined, false)).toBe(isSampled);
  });

  it('samples a tenth', () => {
    const sampler = new RatioSampler(0.1);
    const sampled = Array.from({ length: 10_000 }, () => sampler.isSampled(undefined, false)).filter(Boolean);
    // Nine standard deviations.
    expect(Math.abs(sampled.length - 1_000)).toBeLessThan(270);
  });

  it.each([
    [0, 1, true],
    [1, 0, false],
  ])('with a ratio of %d follows a parent with the flag %d', (ratio, traceFlags, isSampled) => {
    expect(new RatioSampler(ratio).isSampled(parent(traceFlags), false)).toBe(isSampled);
  });

  it.each([
    [0, 1],
    [1, 0],
  ])('with a ratio of %d decides itself where a client has set the flag to %d', (ratio, traceFlags) => {
    expect(new RatioSampler(ratio).isSampled(parent(traceFlags), true)).toBe(ratio === 1);
  });
});
