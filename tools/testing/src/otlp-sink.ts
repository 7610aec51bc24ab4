import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

type Attributes = { key: string; value: Record<string, unknown> }[];

interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  attributes: Attributes;
  links?: { traceId: string; spanId: string }[];
  status: { code?: number };
}

/** A span as a test looks at it. */
export interface ExportedSpan {
  app: string;
  traceId: string;
  spanId: string;
  parentSpanId: string | undefined;
  name: string;
  kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  attributes: Record<string, unknown>;
  links: { traceId: string; spanId: string }[];
  failed: boolean;
}

const KINDS = ['internal', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
const ERROR = 2;

/** Takes traces by OTLP over HTTP, in JSON. It keeps those of the tests that ask for them. */
export class OtlpSink {
  private readonly recordings = new Set<ExportedSpan[]>();
  private readonly server: Server = createServer((request, response) => {
    void this.take(request).then(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
  });

  static async start(): Promise<OtlpSink> {
    const sink = new OtlpSink();
    sink.server.listen(0, '127.0.0.1');
    await once(sink.server, 'listening');
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What arrives from now on until the test ends. */
  record(): ExportedSpan[] {
    const spans: ExportedSpan[] = [];
    this.recordings.add(spans);
    onTestFinished(() => void this.recordings.delete(spans));
    return spans;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async take(request: IncomingMessage): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.recordings.size === 0) return;
    const spans = spansOf(Buffer.concat(chunks).toString());
    for (const recording of this.recordings) recording.push(...spans);
  }
}

function spansOf(json: string): ExportedSpan[] {
  const { resourceSpans } = JSON.parse(json) as {
    resourceSpans: { resource: { attributes: Attributes }; scopeSpans: { spans: OtlpSpan[] }[] }[];
  };
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const app = String(valuesOf(resource.attributes)['service.name']);
    return scopeSpans.flatMap(({ spans }) => spans.map((span) => exportedSpan(app, span)));
  });
}

function exportedSpan(app: string, span: OtlpSpan): ExportedSpan {
  const { traceId, spanId, parentSpanId, name, kind, attributes, links = [], status } = span;
  const described = {
    kind: KINDS[kind] ?? 'internal',
    attributes: valuesOf(attributes),
    failed: status.code === ERROR,
  };
  return { app, traceId, spanId, parentSpanId, name, links, ...described };
}

function valuesOf(attributes: Attributes): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
