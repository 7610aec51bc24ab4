import { httpDurationSeconds } from '@messenger/health';
import { requestContext, requestIdOr, unmapped, type RequestContext } from '@messenger/logging';
import { enter, recordFault, type Traced } from '@messenger/tracing';
import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const logger = new Logger('Http');
const contexts = new WeakMap<FastifyRequest, RequestContext>();

/** The context of a request: created at its first hook, and the same for guards, filters and logs. */
export function requestContextOf(request: FastifyRequest): RequestContext {
  let context = contexts.get(request);
  if (context === undefined) {
    const requestId = requestIdOr(header(request, 'x-request-id'));
    context = {
      requestId,
      ...trace(request, requestId),
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
    endTrace(request, reply);
    done();
  });
}

/** The route's pattern, never the URL: queries hold what people search for. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown';
}

function trace(request: FastifyRequest, requestId: string): Traced {
  const { method } = request;
  const route = routeOf(request);
  const attributes = { 'http.request.method': method, 'http.route': route, 'messenger.request.id': requestId };
  const options = { kind: 'server', attributes, isPublic: true } as const;
  return enter(`${method} ${route}`, options, header(request, 'traceparent'));
}

function endTrace(request: FastifyRequest, { statusCode }: FastifyReply): void {
  const { span } = requestContextOf(request);
  span?.setAttribute('http.response.status_code', statusCode);
  if (statusCode >= 500) recordFault(span);
  span?.end();
}

function measure(request: FastifyRequest, reply: FastifyReply): void {
  const { requestId } = requestContextOf(request);
  const route = routeOf(request);
  const { method } = request;
  const status = reply.statusCode;
  httpDurationSeconds.observe({ method, route, status }, reply.elapsedTime / 1_000);
  logger.log(`${method} ${route} ${status}`, { requestId, ms: Math.round(reply.elapsedTime) });
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
