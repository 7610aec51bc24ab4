import { isTraceparent, requestContext, traceparentOr, type RequestContext } from '@messenger/logging';
import type { Span } from '@opentelemetry/api';
import { recorder, type SpanOptions } from './recorder.js';
import { isSampled, traceparentOf } from './traceparent.js';

/** What a request's context holds of its trace. */
export type Traced = Pick<RequestContext, 'traceparent' | 'span'>;

/**
 * Starts the span with which a process takes part in a trace. It is recorded even where the trace is not sampled: failed
 * and slow ones are kept (ADR 55).
 *
 * @param received the traceparent of whoever asks
 */
export function enter(name: string, options: SpanOptions, received: string | undefined): Traced {
  if (recorder.start === undefined) return { traceparent: traceparentOr(received) };
  const span = recorder.start(name, options, isTraceparent(received) ? received : undefined);
  return { traceparent: traceparentOf(span), span };
}

/** Starts a span within a sampled trace, for a part of its work that runs in a context of its own. */
export function follow(name: string, options: SpanOptions, received: string | undefined): Traced {
  const { start } = recorder;
  const traceparent = traceparentOr(received);
  if (start === undefined || received !== traceparent || !isSampled(traceparent)) return { traceparent };
  const span = start(name, options, traceparent);
  return { traceparent: traceparentOf(span), span };
}

/** Starts a span of the running request; undefined where its trace is not sampled. */
export function startChild(name: string, options: SpanOptions): Span | undefined {
  const { start } = recorder;
  if (start === undefined) return undefined;
  const parent = requestContext.getStore()?.traceparent;
  return parent === undefined || !isSampled(parent) ? undefined : start(name, options, parent);
}
