import cookie from '@fastify/cookie';
import { toValidationFailedError } from '@messenger/dto';
import { ValidationFailedError } from '@messenger/errors';
import { ValidationPipe } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { serveAsyncApi } from './asyncapi/asyncapi.js';
import { AuthenticationGuard } from './auth/guard/authentication.guard.js';
import { config } from './config.js';
import { WebSocketAwareRequest } from './live/websocket-request.js';
import { serveOpenApi } from './openapi/openapi.js';
import { serveLandingPage } from './landing-page/landing-page.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { RateLimitGuard } from './rate-limits/rate-limit.guard.js';
import { addRequestHooks } from './http/request-hooks.js';
import { addSecurityHeaders } from './http/security-headers.js';
import { acceptUploads } from './http/uploads.js';

/** A message of 4,096 characters has at most 16 KB. */
const MAX_BODY_BYTES = 256 * 1024;
/** Far above the length of an id, so that UuidPipe answers 400 for one that is too long; Fastify would answer 404. */
const MAX_PARAM_LENGTH = 16_384;
/** For the whole request, its body included. */
const REQUEST_TIMEOUT_MS = 30_000;

export function createHttpAdapter(): FastifyAdapter {
  const { trustedProxies } = config.http;
  const problems = new ProblemFilter();
  return new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { IncomingMessage: WebSocketAwareRequest },
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

/** Registers what every request passes, in this order: headers, context, authentication, rate limit, validation. */
export async function setUpHttp(app: NestFastifyApplication): Promise<void> {
  addSecurityHeaders(app.getHttpAdapter().getInstance());
  await app.register(cookie);
  app.enableCors({
    origin: config.http.corsOrigins,
    // For the cookie that binds a sign-in with Google to its browser.
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: ['x-request-id', 'retry-after'],
  });
  parseJsonObjects(app);
  addRequestHooks(app.getHttpAdapter().getInstance());
  await acceptUploads(app);
  app.useGlobalGuards(app.get(AuthenticationGuard), app.get(RateLimitGuard));
  app.useGlobalPipes(
    new ValidationPipe({
      transform: true,
      stopAtFirstError: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      exceptionFactory: toValidationFailedError,
    }),
  );
  app.useGlobalFilters(new ProblemFilter());
  await serveLandingPage(app, { google: config.google !== undefined });
  serveOpenApi(app, config.http.publicUrl);
  serveAsyncApi(app, config.http.publicUrl);
}

/** Accepts JSON objects alone. An empty body is no error: many clients send the content type without a body. */
function parseJsonObjects(app: NestFastifyApplication): void {
  const parse = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error');
  app.useBodyParser('application/json', { bodyLimit: MAX_BODY_BYTES }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    void parse(request as FastifyRequest, body.toString(), (error, value) => {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      done(error ?? (isObject ? null : notAnObject()), value);
    });
  });
}

function notAnObject(): ValidationFailedError {
  return new ValidationFailedError([{ field: 'body', message: 'The body must be a JSON object' }]);
}
