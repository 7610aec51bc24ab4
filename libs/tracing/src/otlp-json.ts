import type { Link } from '@opentelemetry/api';
import type { RecordedSpan } from './recorded-span.js';
import type { SpanAttribute, SpanOptions } from './recorder.js';

const KINDS: Record<SpanOptions['kind'], number> = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };

type Attributes = Record<string, SpanAttribute>;

/**
 * Spans as OTLP's JSON (opentelemetry-proto, trace.proto). Written as text: OpenTelemetry's serializer builds an object of
 * each attribute first, and takes three times as long.
 */
export function otlpJson(resource: Attributes, spans: RecordedSpan[]): string {
  const scope = `{"scope":{"name":"messenger"},"spans":[${spans.map(spanJson).join()}]}`;
  const attributes = Object.entries(resource).map(([name, value]) => attributeJson(name, value));
  return `{"resourceSpans":[{"resource":{"attributes":[${attributes.join()}]},"scopeSpans":[${scope}]}]}`;
}

function spanJson(span: RecordedSpan): string {
  const { start, startedAtMs, durationMs = 0, status } = span;
  const { traceId, spanId } = span.spanContext();
  const parent = start.parent === undefined ? '' : `"parentSpanId":"${start.parent.spanId}",`;
  return (
    `{"traceId":"${traceId}","spanId":"${spanId}",${parent}"name":${JSON.stringify(start.name)},"kind":${KINDS[start.kind]},` +
    `"startTimeUnixNano":"${nanoseconds(startedAtMs)}","endTimeUnixNano":"${nanoseconds(startedAtMs + durationMs)}",` +
    `"attributes":[${attributesJson(span)}],"links":[${start.links.map(linkJson).join()}],"status":{"code":${status.code}}}`
  );
}

function attributesJson({ start, laterAttributes }: RecordedSpan): string {
  const written = Object.entries(start.attributes).map(([name, value]) => attributeJson(name, value));
  for (const { name, value } of laterAttributes) written.push(attributeJson(name, value));
  return written.join();
}

function attributeJson(name: string, value: SpanAttribute): string {
  return `{"key":${JSON.stringify(name)},"value":{"${typeOf(value)}":${JSON.stringify(value)}}}`;
}

function typeOf(value: SpanAttribute): string {
  if (typeof value === 'string') return 'stringValue';
  if (typeof value === 'boolean') return 'boolValue';
  return Number.isInteger(value) ? 'intValue' : 'doubleValue';
}

function linkJson({ context: { traceId, spanId } }: Link): string {
  return `{"traceId":"${traceId}","spanId":"${spanId}"}`;
}

/** More digits than a number has. */
function nanoseconds(ms: number): string {
  const whole = Math.floor(ms);
  return `${whole}${String(Math.floor((ms - whole) * 1e6)).padStart(6, '0')}`;
}
