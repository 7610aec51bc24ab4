import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base';
import { convertLegacyHttpOptions, createOtlpHttpExportDelegate } from '@opentelemetry/otlp-exporter-base/node-http';
import { otlpJson } from './otlp-json.js';
import type { RecordedSpan } from './recorded-span.js';
import type { SpanAttribute } from './recorder.js';

const EXPORT_TIMEOUT_MS = 5_000;

/** Sends spans by OTLP over HTTP, with the headers and the rest of what OTEL_EXPORTER_OTLP_* says. It bounds what waits. */
export function otlpExporter(
  endpoint: string,
  resource: Record<string, SpanAttribute>,
): OTLPExporterBase<RecordedSpan[]> {
  const options = { url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: EXPORT_TIMEOUT_MS };
  const headers = { 'Content-Type': 'application/json' };
  const serializer = {
    serializeRequest: (spans: RecordedSpan[]) => Buffer.from(otlpJson(resource, spans)),
    deserializeResponse: () => ({}),
  };
  const counted = { name: 'span' as const, countItems: ({ length }: RecordedSpan[]) => length };
  const http = convertLegacyHttpOptions(options, 'TRACES', 'v1/traces', headers);
  return new OTLPExporterBase(
    createOtlpHttpExportDelegate(http, serializer, 'otlp_http_span_exporter', counted, undefined),
  );
}
