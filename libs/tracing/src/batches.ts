import { requestContext, requestIdOr, type RequestContext } from '@messenger/logging';
import { recordOutcome } from './outcome.js';
import { recorder } from './recorder.js';
import { isSampled, traceparentOf } from './traceparent.js';

/**
 * Runs the work of a batch in a span of the first sampled request. It links to the spans of the others, and each of those
 * to it: what all share is told once.
 */
export function inBatchSpan<T>(
  name: string,
  requests: (RequestContext | undefined)[],
  work: () => Promise<T>,
): Promise<T> {
  const { start } = recorder;
  if (start === undefined) return work();
  const [first, ...others] = requests.filter(isTraced);
  if (first === undefined) return work();
  const links = others.map(({ traceparent }) => traceparent);
  const attributes = { 'messenger.batch.size': requests.length };
  const span = start(name, { kind: 'internal', attributes, links }, first.traceparent);
  for (const other of others) other.span?.addLink({ context: span.spanContext() });
  // A batch belongs to no single request: it has an id of its own, and nobody's token.
  const context = { requestId: requestIdOr(undefined), traceparent: traceparentOf(span), span };
  return recordOutcome(span, requestContext.run(context, work));
}

function isTraced(request: RequestContext | undefined): request is RequestContext {
  return request !== undefined && isSampled(request.traceparent);
}
