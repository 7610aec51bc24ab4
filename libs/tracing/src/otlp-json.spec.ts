import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { otlpJson } from './otlp-json.js';
import { RecordedSpan, type SpanStart } from './recorded-span.js';

const PARENT = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 };
const START: SpanStart = {
  ...{ name: 'work', kind: 'internal', attributes: {}, links: [] },
  ...{ parent: undefined, isSampled: true },
};

describe('spans as OTLP’s JSON', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_764_000_000_000 }));
  afterEach(() => vi.useRealTimers());

  const spanOf = (start: Partial<SpanStart>): RecordedSpan => new RecordedSpan({ ...START, ...start }, () => undefined);

  const written = (...spans: RecordedSpan[]) =>
    (JSON.parse(otlpJson({ 'service.name': 'chat-service' }, spans)) as { resourceSpans: unknown[] }).resourceSpans;

  it('has the app, and each span with its place in the trace', () => {
    const [first, second] = [spanOf({ kind: 'consumer' }), spanOf({ parent: PARENT, kind: 'server' })];
    const { traceId, spanId } = first.spanContext();
    expect(written(first, second)).toMatchObject([
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'chat-service' } }] },
        scopeSpans: [
          {
            spans: [
              { traceId, spanId, kind: 5, status: { code: 0 } },
              { traceId: PARENT.traceId, parentSpanId: PARENT.spanId, kind: 2 },
            ],
          },
        ],
      },
    ]);
    expect(otlpJson({}, [first])).not.toContain('parentSpanId');
    expect([traceId, spanId].map(({ length }) => length)).toEqual([32, 16]);
  });

  it('keeps every value as it is: texts, numbers, yes and no', () => {
    const span = spanOf({ name: 'a "name" \\ 🦊\n', attributes: { text: '"\u0000', size: 20 } });
    span.setAttribute('share', 0.5);
    span.setAttribute('redelivered', false);
    expect(written(span)).toMatchObject([
      {
        scopeSpans: [
          {
            spans: [
              {
                name: 'a "name" \\ 🦊\n',
                attributes: [
                  { key: 'text', value: { stringValue: '"\u0000' } },
                  { key: 'size', value: { intValue: 20 } },
                  { key: 'share', value: { doubleValue: 0.5 } },
                  { key: 'redelivered', value: { boolValue: false } },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it('has times in nanoseconds, the links, and whether it failed', () => {
    const span = spanOf({ links: [{ context: PARENT }] });
    span.addLink({ context: { ...PARENT, spanId: '3'.repeat(16) } });
    span.setStatus({ code: 2 });
    vi.advanceTimersByTime(12.5);
    span.end();
    const links = ['2', '3'].map((digit) => ({ traceId: PARENT.traceId, spanId: digit.repeat(16) }));
    const times = { startTimeUnixNano: '1764000000000000000', endTimeUnixNano: '1764000000012500000' };
    expect(written(span)).toMatchObject([{ scopeSpans: [{ spans: [{ ...times, links, status: { code: 2 } }] }] }]);
  });
});
