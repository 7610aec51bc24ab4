import { httpDurationSeconds } from '@messenger/health';
import { requestContext, requestIdOr, traceparentOr, type RequestContext } from '@messenger/logging';
import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const logger = new Logger('Http');
const contexts = new WeakMap<FastifyRequest, RequestContext>();

/** The context of a request: created at its first hook, and the same for guards, filters and logs. */
export function requestContextOf(request: FastifyRequest): RequestContext {
  let context = contexts.get(request);
  if (context === undefined) {
    context = {
      requestId: requestIdOr(header(request, 'x-request-id')),
      traceparent: traceparentOr(header(request, 'traceparent')),
      userAgent: header(request, 'user-agent'),
      clientIp: unmapped(request.ip),
      arrivedAtMs: performance.now(),
    };
    contexts.set(request, context);
  }
  return context;
}

/** Runs each request in its context, answers with its id, and records its duration. */
export function addRequestHooks(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const context = requestContextOf(request);
    reply.header('x-request-id', context.requestId);
    requestContext.run(context, done);
  });
  // Again: the chunks of a body arrive in the async context of the connection.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const context = requestContextOf(request);
    context.arrivedAtMs = performance.now();
    requestContext.run(context, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    measure(request, reply);
    done();
  });
}

/** A socket of `::` has IPv4 addresses written as IPv6. */
function unmapped(ip: string): string {
  return ip.startsWith('::ffff:') ? ip.slice('::ffff:'.length) : ip;
}

function measure(request: FastifyRequest, reply: FastifyReply): void {
  const { requestId } = requestContextOf(request);
  const route = request.routeOptions.url ?? 'unknown';
  const { method } = request;
  const status = reply.statusCode;
  httpDurationSeconds.observe({ method, route, status }, reply.elapsedTime / 1_000);
  // The route's pattern, never the URL: queries hold what people search for.
  logger.log(`${method} ${route} ${status}`, { requestId, ms: Math.round(reply.elapsedTime) });
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
