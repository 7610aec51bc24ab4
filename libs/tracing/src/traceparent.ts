import type { Span, SpanContext } from '@opentelemetry/api';

const VERSION = '00';

/** Of a span, as the next service gets it (https://www.w3.org/TR/trace-context/). */
export function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `${VERSION}-${traceId}-${spanId}-0${traceFlags & 1}`;
}

/** @param traceparent a valid one, whose span is another process's or was started before */
export function spanContextOf(traceparent: string): SpanContext {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  return { traceId, spanId, traceFlags: parseInt(flags, 16) & 1, isRemote: true };
}

/** Whether the trace's spans are recorded. */
export function isSampled(traceparent: string): boolean {
  return (parseInt(traceparent.slice(-1), 16) & 1) === 1;
}
