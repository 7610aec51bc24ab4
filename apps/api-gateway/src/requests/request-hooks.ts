import { httpDuration } from '@messenger/health';
import { requestContext, requestIdOr, traceparentOr, type RequestContext } from '@messenger/logging';
import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const logger = new Logger('Http');
const contexts = new WeakMap<FastifyRequest, RequestContext>();

/** What the request is known by: made when it comes in, and there for whatever answers it. */
export function contextOf(request: FastifyRequest): RequestContext {
  let context = contexts.get(request);
  if (context === undefined) {
    context = {
      requestId: requestIdOr(header(request, 'x-request-id')),
      traceparent: traceparentOr(header(request, 'traceparent')),
      userAgent: header(request, 'user-agent'),
      clientIp: request.ip,
    };
    contexts.set(request, context);
  }
  return context;
}

/** Runs each request in its context, names it in the answer, and measures it. */
export function addRequestHooks(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const context = contextOf(request);
    reply.header('x-request-id', context.requestId);
    requestContext.run(context, done);
  });
  // Reading the body leaves the context: its chunks belong to the connection.
  fastify.addHook('preValidation', (request, _reply, done) => {
    requestContext.run(contextOf(request), done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    measure(request, reply);
    done();
  });
}

function measure(request: FastifyRequest, reply: FastifyReply): void {
  const { requestId } = contextOf(request);
  const route = request.routeOptions.url ?? 'unknown';
  const { method } = request;
  const status = reply.statusCode;
  httpDuration.observe({ method, route, status }, reply.elapsedTime / 1_000);
  // The pattern, never the URL: queries hold what people search for.
  logger.log(`${method} ${route} ${status}`, { requestId, ms: Math.round(reply.elapsedTime) });
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
