import type { ExportedSpan } from '@messenger/testing';

/** The spans of the request's trace, the first one first; none as long as that has not arrived. */
export function traceOf(spans: ExportedSpan[], requestId: string): ExportedSpan[] {
  const root = spans.find(
    ({ attributes, parentSpanId }) => attributes['messenger.request.id'] === requestId && !parentSpanId,
  );
  if (root === undefined) return [];
  return [root, ...spans.filter((span) => span !== root && span.traceId === root.traceId)];
}

export function named(spans: ExportedSpan[], name: string): ExportedSpan[] {
  return spans.filter((span) => span.name === name);
}

/** The spans right below one. */
export function below({ spanId }: ExportedSpan, spans: ExportedSpan[]): ExportedSpan[] {
  return spans.filter(({ parentSpanId }) => parentSpanId === spanId);
}

/** The names from the trace's first span to this one; `…` where a parent is missing. */
export function pathTo(span: ExportedSpan, spans: ExportedSpan[]): string[] {
  if (!span.parentSpanId) return [span.name];
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [...(parent === undefined ? ['…'] : pathTo(parent, spans)), span.name];
}

/** A trace as a tree, a line a span: what is below a span is indented. */
export function hopsOf(trace: ExportedSpan[]): string[] {
  const [root] = trace;
  return root === undefined ? [] : linesOf(root, trace, '');
}

function linesOf(span: ExportedSpan, trace: ExportedSpan[], indent: string): string[] {
  const children = below(span, trace).map((child) => linesOf(child, trace, `${indent}  `));
  const ordered = children.sort((one, other) => one.join('\n').localeCompare(other.join('\n')));
  return [`${indent}${span.app} ${span.kind} ${span.name}`, ...ordered.flat()];
}
