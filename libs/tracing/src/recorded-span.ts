import { randomBytes } from 'node:crypto';
import type { Span } from '@messenger/logging';
import type { Link, SpanContext, SpanStatus } from '@opentelemetry/api';
import type { SpanAttribute, SpanOptions } from './recorder.js';

const TRACE_ID_DIGITS = 32;
const SPAN_ID_DIGITS = 16;
/** Asked for at once: the call costs more than the bytes. */
const RANDOM_BYTES = 4_096;
const UNSET: SpanStatus = { code: 0 };

export interface SpanStart extends Required<Pick<SpanOptions, 'kind' | 'attributes'>> {
  name: string;
  links: Link[];
  parent: SpanContext | undefined;
  isSampled: boolean;
}

/** A span of ours: most are dropped as they end, so what only an exporter needs is made by the exporter. */
export class RecordedSpan implements Span {
  status = UNSET;
  durationMs: number | undefined;
  /** Unix time. */
  readonly startedAtMs = Date.now();
  /** A list: keys of an object that grows cost a microsecond each. */
  readonly laterAttributes: { name: string; value: SpanAttribute }[] = [];
  private readonly startedMs = performance.now();
  private readonly context: SpanContext;

  constructor(
    readonly start: SpanStart,
    private readonly onEnd: (span: RecordedSpan) => void,
  ) {
    const { parent, isSampled } = start;
    const traceId = parent?.traceId ?? randomDigits(TRACE_ID_DIGITS);
    this.context = { traceId, spanId: randomDigits(SPAN_ID_DIGITS), traceFlags: isSampled ? 1 : 0 };
  }

  spanContext(): SpanContext {
    return this.context;
  }

  setAttribute(name: string, value: SpanAttribute): void {
    this.laterAttributes.push({ name, value });
  }

  addLink(link: Link): void {
    this.start.links.push(link);
  }

  setStatus(status: SpanStatus): void {
    this.status = status;
  }

  /** Once: ending it again changes nothing. */
  end(): void {
    if (this.durationMs !== undefined) return;
    this.durationMs = performance.now() - this.startedMs;
    this.onEnd(this);
  }
}

let random = '';

function randomDigits(count: number): string {
  if (random.length < count) random = randomBytes(RANDOM_BYTES).toString('hex');
  const taken = random.slice(0, count);
  random = random.slice(count);
  return taken;
}
