import { SpanStatusCode } from '@opentelemetry/api';
import type { RecordedSpan } from './recorded-span.js';

const SEND_DELAY_MS = 1_000;
const MAX_BATCH = 512;

/** Sends sampled spans, and of the others those that failed or took long; all of a second at once. */
export class KeptSpans {
  private waiting: RecordedSpan[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly send: (spans: RecordedSpan[]) => void,
    private readonly slowMs: number,
  ) {}

  add(span: RecordedSpan): void {
    if (!span.start.isSampled && !this.isWorthKeeping(span)) return;
    this.waiting.push(span);
    if (this.waiting.length >= MAX_BATCH) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), SEND_DELAY_MS).unref();
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const spans = this.waiting;
    this.waiting = [];
    if (spans.length > 0) this.send(spans);
  }

  private isWorthKeeping({ status, durationMs = 0 }: RecordedSpan): boolean {
    return status.code === SpanStatusCode.ERROR || durationMs >= this.slowMs;
  }
}
