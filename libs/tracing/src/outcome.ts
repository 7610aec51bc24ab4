import { DomainError } from '@messenger/errors';
import type { Span, SpanStatusCode } from '@opentelemetry/api';

// A number, for the package is loaded only where spans are recorded
const ERROR: SpanStatusCode.ERROR = 2;

/** Names why the work did not succeed. */
export function recordReason(span: Span | undefined, reason: string): void {
  span?.setAttribute('error.type', reason);
}

/** Marks the span as failed: not where the caller is to blame. */
export function recordFault(span: Span | undefined): void {
  span?.setStatus({ code: ERROR });
}

/** Records a failure by its kind. Never its message: that may repeat what people wrote. */
export function recordError(span: Span | undefined, error: unknown): void {
  recordReason(span, kindOf(error));
  recordFault(span);
}

/** Ends the span with what comes of the work, which it passes on. */
export function recordOutcome<T>(span: Span | undefined, work: Promise<T>): Promise<T> {
  if (span === undefined) return work;
  return work
    .catch((error: unknown) => {
      recordError(span, error);
      throw error;
    })
    .finally(() => span.end());
}

/** A reason, an SQLSTATE, a code of Node.js, or else the name of the class. */
function kindOf(error: unknown): string {
  if (error instanceof DomainError) return error.reason;
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === 'string' ? code : (name ?? 'Error');
}
