import type { Attributes, Span } from '@opentelemetry/api';

export interface SpanOptions {
  kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  attributes?: Attributes;
  /** W3C traceparents of spans of other traces that this one works for. */
  links?: string[];
  /** Whether the parent is somebody outside, who does not decide what is sampled here. */
  isPublic?: boolean;
}

/** Starts a span below the parent, or as the first one of a trace. */
export type StartSpan = (name: string, options: SpanOptions, parent: string | undefined) => Span;

/** The process's own: one process is one app. `start` is undefined while nothing is traced. */
export const recorder: { start: StartSpan | undefined } = { start: undefined };
