import { status as Status, type Metadata, type ServiceError } from '@grpc/grpc-js';
import { rpcClientDurationSeconds } from '@messenger/health';
import { recordFault, recordReason, startChild, traceparentOf } from '@messenger/tracing';
import type { Span } from '@opentelemetry/api';
import { reasonIn } from './error-status.js';

/** Answers a call of @grpc/grpc-js. */
export type Callback = (error: ServiceError | null, response: unknown) => void;

/** Measures a call on the caller's side, and traces it: the service's spans are below that of the call. */
export function observed(path: string, metadata: Metadata, callback: Callback): Callback {
  const rpc = path.slice(1);
  const started = performance.now();
  const span = startChild(rpc, { kind: 'client', attributes: { 'rpc.system.name': 'grpc', 'rpc.method': rpc } });
  if (span !== undefined) metadata.set('traceparent', traceparentOf(span));
  return (error, response) => {
    const status = Status[error?.code ?? Status.OK];
    rpcClientDurationSeconds.observe({ rpc, status }, (performance.now() - started) / 1_000);
    if (span !== undefined) end(span, status, error);
    callback(error, response);
  };
}

function end(span: Span, status: string, error: ServiceError | null): void {
  span.setAttribute('rpc.response.status_code', status);
  if (error !== null) {
    recordReason(span, reasonIn(error.metadata) ?? status);
    recordFault(span);
  }
  span.end();
}
