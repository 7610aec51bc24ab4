import { SpanStatusCode, type SpanContext } from '@opentelemetry/api';
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter, type SpanProcessor } from '@opentelemetry/sdk-trace';

const SEND_DELAY_MS = 1_000;

/** Sends sampled spans, and of the others those that failed or took long. */
export class KeptSpans implements SpanProcessor {
  private readonly batches: BatchSpanProcessor;

  constructor(
    exporter: SpanExporter,
    private readonly slowMs: number,
  ) {
    this.batches = new BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_DELAY_MS });
  }

  onStart(): void {
    // Nothing is known yet.
  }

  onEnd(span: ReadableSpan): void {
    if (span.spanContext().traceFlags === 1) this.batches.onEnd(span);
    else if (this.isWorthKeeping(span)) this.batches.onEnd(asSampled(span));
  }

  forceFlush(): Promise<void> {
    return this.batches.forceFlush();
  }

  shutdown(): Promise<void> {
    return this.batches.shutdown();
  }

  private isWorthKeeping({ status, duration: [seconds, nanoseconds] }: ReadableSpan): boolean {
    return status.code === SpanStatusCode.ERROR || seconds * 1e3 + nanoseconds / 1e6 >= this.slowMs;
  }
}

/** The batch processor drops what is not sampled. */
function asSampled(span: ReadableSpan): ReadableSpan {
  const context: SpanContext = { ...span.spanContext(), traceFlags: 1 };
  return Object.create(span, { spanContext: { value: () => context } }) as ReadableSpan;
}
