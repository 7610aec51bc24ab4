import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { toValidationFailedError } from '@messenger/dto';
import { ValidationFailedError } from '@messenger/errors';
import { ValidationPipe } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { serveAsyncApi } from './asyncapi/asyncapi.js';
import { AuthenticationGuard } from './authentication/authentication.guard.js';
import { config } from './config.js';
import { WebSocketAwareRequest } from './live/websocket-request.js';
import { serveOpenApi } from './openapi/openapi.js';
import { serveLandingPage } from './landing-page/landing-page.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { RateLimitGuard } from './rate-limits/rate-limit.guard.js';
import { addRequestHooks } from './requests/request-hooks.js';
import { acceptUploads } from './requests/uploads.js';

/** Bytes; a message of 4,096 characters has at most 16 KB. */
const BODY_LIMIT = 256 * 1024;
/** Characters: an id that is too long is a wrong id, which its pipe says. */
const MAX_PARAM_LENGTH = 16_384;
/** Milliseconds until a request has come in whole. */
const REQUEST_TIMEOUT = 30_000;

export function createHttpAdapter(): FastifyAdapter {
  const { trustedProxies } = config.http;
  const problems = new ProblemFilter();
  return new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    http: { IncomingMessage: WebSocketAwareRequest },
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    forceCloseConnections: 'idle',
    // A request that has come while we drain is answered like any other.
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    // A URL that cannot be decoded fails before Nest sees it.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      problems.answer(error, request, reply),
  });
}

/** What every request passes, in this order: headers, context, caller, limit, shape. */
export async function setUpHttp(app: NestFastifyApplication): Promise<void> {
  await app.register(helmet, {
    // Plain http is how the API runs behind a proxy, and at home.
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
  await app.register(cookie);
  app.enableCors({
    origin: config.http.corsOrigins,
    // The cookie that binds a sign-in with Google to its browser.
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

/** A body is a JSON object. Many clients name its type where there is none: that is no body, not a broken one. */
function parseJsonObjects(app: NestFastifyApplication): void {
  const parse = app.getHttpAdapter().getInstance().getDefaultJsonParser('error', 'error');
  app.useBodyParser('application/json', { bodyLimit: BODY_LIMIT }, (request, body, done) => {
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
