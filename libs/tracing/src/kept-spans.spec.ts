import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { KeptSpans } from './kept-spans.js';
import { RecordedSpan } from './recorded-span.js';

const SLOW_MS = 1_000;
const PARENT = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 0 };
const ERROR = 2;

describe('the spans that are sent', () => {
  let sent: RecordedSpan[][];
  let kept: KeptSpans;

  beforeEach(() => {
    vi.useFakeTimers();
    sent = [];
    kept = new KeptSpans((spans) => sent.push(spans), SLOW_MS);
  });
  afterEach(() => vi.useRealTimers());

  const start = (isSampled: boolean): RecordedSpan =>
    new RecordedSpan({ name: 'work', kind: 'internal', attributes: {}, links: [], parent: PARENT, isSampled }, (span) =>
      kept.add(span),
    );

  it.each([
    ['a sampled one', true, 1, false, 1],
    ['a failed one', false, 1, true, 1],
    ['a slow one', false, 999.9, false, 0],
    ['one that took a second', false, 1_000, false, 1],
    ['any other', false, 1, false, 0],
  ])('%s', (_which, isSampled, durationMs, failed, count) => {
    const span = start(isSampled);
    if (failed) span.setStatus({ code: ERROR });
    vi.advanceTimersByTime(durationMs);
    span.end();
    vi.advanceTimersByTime(1_000);
    expect(sent.flat().map((each) => each.spanContext().traceId)).toEqual(Array(count).fill(PARENT.traceId));
  });

  it('are those of a second at once, and 512 at most', () => {
    for (let n = 0; n < 1_030; n++) start(true).end();
    expect(sent.map(({ length }) => length)).toEqual([512, 512]);
    vi.advanceTimersByTime(1_000);
    expect(sent.map(({ length }) => length)).toEqual([512, 512, 6]);
    vi.advanceTimersByTime(10_000);
    expect(sent).toHaveLength(3);
  });

  it('are sent once, however often they end', () => {
    const span = start(true);
    span.end();
    span.end();
    kept.flush();
    kept.flush();
    expect(sent).toEqual([[span]]);
  });
});
