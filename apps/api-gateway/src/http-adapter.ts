import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest, FastifyServerFactory } from 'fastify';
import { config } from './config.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { answerClientError } from './connections/client-errors.js';
import { createHttpServer } from './connections/http-server.js';
import { isAmong } from './http/address-ranges.js';
import { MAX_BODY_BYTES } from './http/json-bodies.js';
import { withoutPublicPath } from './http/public-path.js';

/** Above any head of a request, so that UuidPipe answers 400 for an id that is too long; Fastify would answer 404. */
const MAX_PARAM_LENGTH = 16_384;

export function createHttpAdapter(): FastifyAdapter {
  const { trustedProxies, keepAliveMs, maxConnectionsPerAddress } = config.http;
  const problems = new ProblemFilter();
  const isProxy = isAmong(trustedProxies);
  const serverFactory: FastifyServerFactory = (handle) =>
    createHttpServer(handle, { keepAliveMs, maxPerNetwork: maxConnectionsPerAddress, isProxy });
  return new FastifyAdapter({
    serverFactory,
    rewriteUrl: ({ url = '/' }) => withoutPublicPath(url),
    clientErrorHandler: answerClientError,
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    forceCloseConnections: 'idle',
    // Requests that arrive while the process drains are answered as usual.
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    // Errors before Nest sees the request, as of a URL that cannot be decoded.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      problems.answer(error, request, reply),
  });
}
