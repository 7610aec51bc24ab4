import { setTimeout as sleep } from 'node:timers/promises';
import type { SpanContext } from '@opentelemetry/api';
import { KeptSpans } from './kept-spans.js';
import { otlpExporter } from './otlp-exporter.js';
import { RatioSampler } from './ratio-sampler.js';
import { RecordedSpan } from './recorded-span.js';
import type { StartSpan } from './recorder.js';
import { spanContextOf } from './traceparent.js';
import type { TracingConfig } from './tracing-config.js';

/** For the last spans, while the process ends. */
const FLUSH_TIMEOUT_MS = 1_000;

export interface SpanRecording {
  start: StartSpan;
  stop: () => Promise<void>;
}

/** Records spans of an app, and sends them to the endpoint. */
export function recordSpans(app: string, config: TracingConfig & { endpoint: string }): SpanRecording {
  const sampler = new RatioSampler(config.sampledRatio);
  const exporter = otlpExporter(config.endpoint, {
    ...{ 'service.namespace': 'messenger', 'service.name': app, 'service.instance.id': String(process.pid) },
  });
  // What cannot be sent is lost.
  const kept = new KeptSpans((spans) => exporter.export(spans, () => undefined), config.slowMs);
  const onEnd = (span: RecordedSpan): void => kept.add(span);
  return {
    start: (name, { kind, attributes = {}, links = [], isPublic = false }, traceparent) => {
      const parent = traceparent === undefined ? undefined : spanContextOf(traceparent);
      const isSampled = sampler.isSampled(parent, isPublic);
      return new RecordedSpan({ name, kind, attributes, links: links.map(toLink), parent, isSampled }, onEnd);
    },
    stop: () => {
      kept.flush();
      return Promise.race([exporter.shutdown(), sleep(FLUSH_TIMEOUT_MS, undefined, { ref: false })]);
    },
  };
}

function toLink(traceparent: string): { context: SpanContext } {
  return { context: spanContextOf(traceparent) };
}
