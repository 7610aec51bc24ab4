import { ROOT_CONTEXT, SpanStatusCode, trace, type HrTime } from '@opentelemetry/api';
import { InMemorySpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { expect, it } from 'vitest';
import { KeptSpans } from './kept-spans.js';
import { RatioSampler } from './ratio-sampler.js';

const SLOW_MS = 1_000;
const PARENT = { traceId: '1'.repeat(32), spanId: '2'.repeat(16) };

/** The spans that are sent of one whose parent is sampled or not. */
async function sent(isSampled: boolean, durationMs: number, failed: boolean): Promise<string[]> {
  const exporter = new InMemorySpanExporter();
  const kept = new KeptSpans(exporter, SLOW_MS);
  const tracer = new TracerProvider({ sampler: new RatioSampler(0.5), spanProcessors: [kept] }).getTracer('test');
  const context = trace.setSpanContext(ROOT_CONTEXT, { ...PARENT, traceFlags: isSampled ? 1 : 0 });
  const span = tracer.startSpan('work', { startTime: [0, 0] as HrTime }, context);
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end([0, durationMs * 1e6] as HrTime);
  await kept.forceFlush();
  return exporter.getFinishedSpans().map((span) => `${span.spanContext().traceId} ${span.name}`);
}

const KEPT = [`${PARENT.traceId} work`];

it.each([
  ['a sampled one', true, 1, false, KEPT],
  ['a failed one', false, 1, true, KEPT],
  ['a slow one', false, 999.9, false, []],
  ['one that took a second', false, 1_000, false, KEPT],
  ['any other', false, 1, false, []],
])('%s', async (_which, isSampled, durationMs, failed, expected) => {
  expect(await sent(isSampled, durationMs, failed)).toEqual(expected);
});
