import { trace, type Context, type SpanContext } from '@opentelemetry/api';
import { SamplingDecision, type Sampler, type SamplingResult } from '@opentelemetry/sdk-trace';

/**
 * Samples a ratio of the traces that begin here, and of the others those whose parent is sampled. What is not sampled is
 * recorded nevertheless: how it ends decides whether it is kept.
 */
export class RatioSampler implements Sampler {
  constructor(private readonly ratio: number) {}

  shouldSample(context: Context): SamplingResult {
    const parent = trace.getSpanContext(context);
    const isSampled = parent === undefined ? this.decide() : parent.traceFlags === 1;
    return { decision: isSampled ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.RECORD };
  }

  /** A parent outside whose decision is replaced by ours: otherwise clients decide how much is recorded. */
  decided(parent: SpanContext): SpanContext {
    return { ...parent, traceFlags: this.decide() ? 1 : 0 };
  }

  toString(): string {
    return `RatioSampler{${this.ratio}}`;
  }

  /** By chance and not by the trace's id: that is the client's choice. */
  private decide(): boolean {
    return Math.random() < this.ratio;
  }
}
