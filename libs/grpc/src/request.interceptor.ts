import {
  ServerInterceptingCall,
  ServerListenerBuilder,
  ResponderBuilder,
  status as Status,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { rpcDurationSeconds } from '@messenger/health';
import { requestContext, type RequestContext } from '@messenger/logging';
import { Logger } from '@nestjs/common';
import { contextOf } from './metadata.js';

const logger = new Logger('Rpc');

/** Runs each call in its request's context, and measures and logs its outcome. */
export const requestInterceptor: ServerInterceptor = (method, call) => {
  const started = process.hrtime.bigint();
  const rpc = method.path.slice(1);
  let context: RequestContext | undefined;

  const listener = new ServerListenerBuilder()
    .withOnReceiveMetadata((metadata, next) => {
      context = contextOf(metadata);
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
      next(status);
    })
    .build();

  return new ServerInterceptingCall(call, responder);
};
