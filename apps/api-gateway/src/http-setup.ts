import cookie from '@fastify/cookie';
import { DtoPipe } from '@messenger/dto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveAsyncApi } from './asyncapi/asyncapi.js';
import { AuthenticationGuard } from './auth/guard/authentication.guard.js';
import { config } from './config.js';
import { prepareDocuments } from './documents/prepare-documents.js';
import { serveOpenApi } from './openapi/openapi.js';
import { answerMethods } from './problems/methods.js';
import { ProblemFilter } from './problems/problem.filter.js';
import { RateLimitGuard } from './rate-limits/rate-limit.guard.js';
import { acceptJson } from './http/json-bodies.js';
import { setPublicPath } from './http/public-path.js';
import { addRequestHooks } from './http/request-hooks.js';
import { logUndeclaredProxies } from './http/undeclared-proxies.js';
import { WebClient } from './web-client/web-client.js';
import { addSecurityHeaders } from './http/security-headers.js';
import { acceptUploads } from './http/uploads.js';

const webClientOptions = { publicPath: config.http.publicPath, google: config.google !== undefined };

/** Registers what every request passes, in this order: headers, context, authentication, rate limit, validation. */
export async function setUpHttp(app: NestFastifyApplication): Promise<void> {
  setPublicPath(config.http.publicPath);
  addSecurityHeaders(app.getHttpAdapter().getInstance());
  await app.register(cookie);
  app.enableCors({
    origin: config.http.corsOrigins,
    // For the cookie that binds a sign-in with Google to its browser.
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    // Answered with the others, by answerMethods.
    strictPreflight: false,
    preflightContinue: true,
    exposedHeaders: ['x-request-id', 'retry-after', 'www-authenticate'],
  });
  acceptJson(app);
  addRequestHooks(app.getHttpAdapter().getInstance());
  logUndeclaredProxies(app.getHttpAdapter().getInstance(), config.http.trustedProxies);
  const webClient = config.webClient ? WebClient.find(webClientOptions) : undefined;
  webClient?.answerNavigations(app.getHttpAdapter().getInstance());
  answerMethods(app.getHttpAdapter().getInstance());
  await acceptUploads(app);
  app.useGlobalGuards(app.get(AuthenticationGuard), app.get(RateLimitGuard));
  app.useGlobalPipes(new DtoPipe('refused'));
  app.useGlobalFilters(new ProblemFilter());
  webClient?.serve(app.getHttpAdapter().getInstance());
  prepareDocuments(app.getHttpAdapter().getInstance());
  serveOpenApi(app, config.http.publicUrl);
  serveAsyncApi(app, config.http.publicUrl);
}
