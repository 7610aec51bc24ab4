import {
  ServerInterceptingCall,
  ServerListenerBuilder,
  ResponderBuilder,
  status as Status,
  type Deadline,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { rpcDurationSeconds } from '@messenger/health';
import { requestContext, type RequestContext } from '@messenger/logging';
import { Logger } from '@nestjs/common';
import type { Span } from '@opentelemetry/api';
import { enter, recordFault, recordReason } from '@messenger/tracing';
import { reasonIn } from './error-status.js';
import { contextOf, traceparentIn } from './metadata.js';

const logger = new Logger('Rpc');

type PartialStatusObject = Parameters<ServerInterceptingCall['sendStatus']>[0];

/** Outcomes that the service is to blame for. */
const FAULTS = new Set([
  ...[Status.UNKNOWN, Status.DEADLINE_EXCEEDED, Status.UNIMPLEMENTED],
  ...[Status.INTERNAL, Status.UNAVAILABLE, Status.DATA_LOSS],
]);

/** Runs each call in its request's context, and measures and logs its outcome. */
export const requestInterceptor: ServerInterceptor = (method, call) => {
  const started = process.hrtime.bigint();
  const rpc = method.path.slice(1);
  let context: RequestContext | undefined;

  const listener = new ServerListenerBuilder()
    .withOnReceiveMetadata((metadata, next) => {
      const attributes = { 'rpc.system.name': 'grpc', 'rpc.method': rpc };
      context = { ...contextOf(metadata), endsAtMs: endOf(call.getDeadline()) };
      Object.assign(context, enter(rpc, { kind: 'server', attributes }, traceparentIn(metadata)));
      context.span?.setAttribute('messenger.request.id', context.requestId);
      next(metadata);
    })
    // The handler of a unary call is run from here.
    .withOnReceiveHalfClose((next) => {
      if (context === undefined) next();
      else requestContext.run(context, next);
    })
    .build();

  const responder = new ResponderBuilder()
    .withStart((next) => next(listener))
    .withSendStatus((status, next) => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      const outcome = Status[status.code];
      rpcDurationSeconds.observe({ rpc, status: outcome }, seconds);
      logger.debug(`${rpc} ${outcome}`, { requestId: context?.requestId, ms: Math.round(seconds * 1_000) });
      endSpan(context?.span, status);
      next(status);
    })
    .build();

  return new ServerInterceptingCall(call, responder);
};

function endSpan(span: Span | undefined, { code, metadata }: PartialStatusObject): void {
  if (span === undefined) return;
  span.setAttribute('rpc.response.status_code', Status[code]);
  if (code !== Status.OK) recordReason(span, reasonIn(metadata ?? undefined) ?? Status[code]);
  if (FAULTS.has(code)) recordFault(span);
  span.end();
}

/** By the clock of `performance.now()`; undefined where the caller waits for ever. */
function endOf(deadline: Deadline): number | undefined {
  const endsAt = Number(deadline);
  return Number.isFinite(endsAt) ? performance.now() + endsAt - Date.now() : undefined;
}
