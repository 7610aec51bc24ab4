import { ROOT_CONTEXT, trace, type SpanContext } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { describe, expect, it } from 'vitest';
import { RatioSampler } from './ratio-sampler.js';

const parent = (traceFlags: number): SpanContext => ({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags });

describe('the sampler', () => {
  it.each([
    [0, SamplingDecision.RECORD],
    [1, SamplingDecision.RECORD_AND_SAMPLED],
  ])('samples a ratio of %d of the traces that begin here', (ratio, decision) => {
    for (let n = 0; n < 100; n++) expect(new RatioSampler(ratio).shouldSample(ROOT_CONTEXT)).toEqual({ decision });
  });

  it('samples a tenth', () => {
    const sampler = new RatioSampler(0.1);
    const sampled = Array.from({ length: 10_000 }, () => sampler.shouldSample(ROOT_CONTEXT)).filter(
      ({ decision }) => decision === SamplingDecision.RECORD_AND_SAMPLED,
    );
    // Nine standard deviations.
    expect(Math.abs(sampled.length - 1_000)).toBeLessThan(270);
  });

  it.each([
    [0, 1, SamplingDecision.RECORD_AND_SAMPLED],
    [1, 0, SamplingDecision.RECORD],
  ])('with a ratio of %d follows a parent with the flag %d', (ratio, traceFlags, decision) => {
    const context = trace.setSpanContext(ROOT_CONTEXT, parent(traceFlags));
    expect(new RatioSampler(ratio).shouldSample(context)).toEqual({ decision });
  });

  it.each([
    [0, 1],
    [1, 0],
  ])('with a ratio of %d decides itself where a client has set the flag to %d', (ratio, traceFlags) => {
    expect(new RatioSampler(ratio).decided(parent(traceFlags))).toEqual(parent(ratio));
  });
});
