import type { SpanContext } from '@opentelemetry/api';

/**
 * Samples a ratio of the traces that begin here, and of the others those whose parent is sampled. What is not sampled is
 * recorded nevertheless: how it ends decides whether it is kept.
 */
export class RatioSampler {
  constructor(private readonly ratio: number) {}

  /** @param isPublic whether the parent is somebody outside: otherwise clients decide how much is recorded */
  isSampled(parent: SpanContext | undefined, isPublic: boolean): boolean {
    return parent === undefined || isPublic ? this.decide() : parent.traceFlags === 1;
  }

  /** By chance and not by the trace's id: that is the client's choice. */
  private decide(): boolean {
    return Math.random() < this.ratio;
  }
}
