import { requestContext } from '@messenger/logging';
import type { Span } from '@opentelemetry/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inBatchSpan } from './batches.js';
import { recorder } from './recorder.js';
import { enter, follow, startChild } from './spans.js';
import { isSampled, spanContextOf } from './traceparent.js';

const TRACE = 'a'.repeat(32);
const SAMPLED = `00-${TRACE}-${'b'.repeat(16)}-01`;
const UNSAMPLED = SAMPLED.replace(/1$/, '0');
const OPTIONS = { kind: 'internal' } as const;

interface Started {
  name: string;
  parent: string | undefined;
  links: string[];
}

describe('while nothing is traced', () => {
  it('a context keeps the traceparent that it got', () => {
    expect(enter('request', OPTIONS, SAMPLED)).toEqual({ traceparent: SAMPLED });
    expect(follow('part', OPTIONS, SAMPLED)).toEqual({ traceparent: SAMPLED });
    expect(
      requestContext.run({ requestId: '1', traceparent: SAMPLED }, () => startChild('call', OPTIONS)),
    ).toBeUndefined();
  });

  it('a batch runs outside any request', async () => {
    const request = { requestId: '1', traceparent: SAMPLED };
    expect(await inBatchSpan('batch', [request], () => Promise.resolve(requestContext.getStore()))).toBeUndefined();
  });
});

describe('while spans are recorded', () => {
  let started: Started[];

  beforeEach(() => {
    started = [];
    recorder.start = (name, { links = [] }, parent) => {
      started.push({ name, parent, links });
      return aSpan(String(started.length), parent);
    };
  });
  afterEach(() => (recorder.start = undefined));

  it.each([undefined, '', 'nonsense'])('a request with the traceparent %j begins a trace', (received) => {
    expect(enter('request', OPTIONS, received).span).toBeDefined();
    expect(started).toEqual([{ name: 'request', parent: undefined, links: [] }]);
  });

  it.each([SAMPLED, UNSAMPLED])(
    'a request is below the span of %s, and what it asks for below the request',
    (received) => {
      const { traceparent } = enter('request', OPTIONS, received);
      expect(started).toMatchObject([{ parent: received }]);
      expect(traceparent).not.toBe(received);
      expect(spanContextOf(traceparent)).toMatchObject({
        traceId: TRACE,
        traceFlags: spanContextOf(received).traceFlags,
      });
    },
  );

  it('the parts of a request have spans where its trace is sampled', () => {
    for (const traceparent of [SAMPLED, UNSAMPLED]) {
      requestContext.run({ requestId: '1', traceparent }, () => startChild('call', OPTIONS));
      follow('part', OPTIONS, traceparent);
    }
    startChild('call of nobody', OPTIONS);
    follow('part of nothing', OPTIONS, undefined);
    expect(started.map(({ name, parent }) => [name, parent])).toEqual([
      ['call', SAMPLED],
      ['part', SAMPLED],
    ]);
  });

  it('a batch has a span of its first sampled request, with links to the others', async () => {
    const spans = ['c', 'd'].map((id) => aSpan(id, SAMPLED));
    const [one, other] = ['c', 'd'].map((id) => `00-${TRACE}-${id.repeat(16)}-01`);
    const requests = [
      undefined,
      { requestId: '1', traceparent: UNSAMPLED },
      { requestId: '2', traceparent: one!, span: spans[0] },
      { requestId: '3', traceparent: other!, span: spans[1] },
    ];
    const inside = await inBatchSpan('batch', requests, () => Promise.resolve(requestContext.getStore()));
    expect(started).toEqual([{ name: 'batch', parent: one, links: [other] }]);
    expect(inside).toMatchObject({ traceparent: expect.stringContaining(TRACE) as string });
    expect(inside).not.toHaveProperty('accessToken');
    expect(spans.map((span) => (span as unknown as { linked: number }).linked)).toEqual([0, 1]);
  });

  it('a batch without a sampled request has none', async () => {
    await inBatchSpan('batch', [{ requestId: '1', traceparent: UNSAMPLED }, undefined], () => Promise.resolve());
    expect(started).toEqual([]);
  });
});

it.each([
  ['00', false],
  ['01', true],
  ['02', false],
  ['03', true],
  ['ff', true],
])('the flags %s say that a trace is sampled: %s', (flags, expected) => {
  expect(isSampled(SAMPLED.replace(/01$/, flags))).toBe(expected);
});

/** A span that counts its links and remembers nothing else. */
function aSpan(id: string, parent: string | undefined): Span {
  const traceFlags = parent === undefined ? 1 : spanContextOf(parent).traceFlags;
  const span = {
    linked: 0,
    spanContext: () => ({ traceId: TRACE, spanId: id.repeat(16).slice(0, 16), traceFlags }),
    addLink: () => span.linked++,
    end: () => undefined,
  };
  return span as unknown as Span;
}
