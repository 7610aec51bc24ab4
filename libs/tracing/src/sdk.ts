import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT_CONTEXT, SpanKind, trace, type Context, type SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { KeptSpans } from './kept-spans.js';
import { RatioSampler } from './ratio-sampler.js';
import type { SpanOptions, StartSpan } from './recorder.js';
import { spanContextOf } from './traceparent.js';
import type { TracingConfig } from './tracing-config.js';

/** For the last spans, while the process ends. */
const FLUSH_TIMEOUT_MS = 1_000;
const EXPORT_TIMEOUT_MS = 5_000;

const KINDS: Record<SpanOptions['kind'], SpanKind> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

export interface Sdk {
  start: StartSpan;
  stop: () => Promise<void>;
}

/** OpenTelemetry's tracer, which exports by OTLP over HTTP. */
export function startSdk(app: string, config: TracingConfig & { endpoint: string }): Sdk {
  const sampler = new RatioSampler(config.sampledRatio);
  const provider = new TracerProvider({
    sampler,
    resource: resourceFromAttributes({
      ...{ 'service.namespace': 'messenger', 'service.name': app, 'service.instance.id': String(process.pid) },
    }),
    spanProcessors: [new KeptSpans(exporterTo(config.endpoint), config.slowMs)],
  });
  const tracer = provider.getTracer('messenger');
  return {
    start: (name, { kind, attributes = {}, links = [], isPublic = false }, parent) => {
      const options = { kind: KINDS[kind], attributes, links: links.map(toLink) };
      return tracer.startSpan(
        name,
        options,
        contextOf(parent, (context) => (isPublic ? sampler.decided(context) : context)),
      );
    },
    stop: () => {
      // What cannot be sent is lost; the process ends as if it had been.
      const sent = provider.shutdown().catch(() => undefined);
      return Promise.race([sent, sleep(FLUSH_TIMEOUT_MS, undefined, { ref: false })]);
    },
  };
}

function exporterTo(endpoint: string): OTLPTraceExporter {
  return new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: EXPORT_TIMEOUT_MS });
}

function contextOf(parent: string | undefined, change: (context: SpanContext) => SpanContext): Context {
  return parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, change(spanContextOf(parent)));
}

function toLink(traceparent: string): { context: SpanContext } {
  return { context: spanContextOf(traceparent) };
}
