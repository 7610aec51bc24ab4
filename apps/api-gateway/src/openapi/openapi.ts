import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { addDtoProperties } from './dto-properties.js';
import { addExamples, operationsOf } from './examples.js';
import { addProblems } from './problems.js';
import { forbidUnknownFields } from './strict-bodies.js';

const description = (publicPath: string) => `A self-hosted messenger for friends.

**Try the whole story:** register twice (two people), *Authorize* with the first \`accessToken\`, give yourself a nickname,
ask the other to be friends, *Authorize* as the other and accept, open the chat, send, read. What is filled in works as it
is; what is empty comes from an earlier answer.

Errors are \`application/problem+json\` (RFC 9457); programs decide by \`reason\`. Absent values are \`null\`. Times are
RFC 3339 in UTC. Lists are read page by page: pass \`nextPageToken\` back as \`pageToken\` until it is "".

What a WebSocket delivers live: [/docs/events](${publicPath}/docs/events).`;

/** In the order in which a newcomer tries the API. */
const TAGS: [string, string][] = [
  ['Auth', 'Register, log in, keep and end sessions.'],
  ['Users', 'Profiles, and finding people by nickname.'],
  ['Friends', 'Ask, accept, decline, remove, block.'],
  ['Chats', 'Write to friends and read what they wrote.'],
  [
    'Events',
    'Follow what happens: page by page, or live over the WebSocket `GET /v1/ws` (401 as everywhere; 403 ORIGIN_NOT_ALLOWED).',
  ],
  ['Invites', 'Links by which others create accounts.'],
  ['Reports', 'What the administrators should look at.'],
  ['Exports', 'A file with everything that is mine here.'],
  ['Administration', 'What administrators do; for everybody else these routes do not exist.'],
];

/** So that an operation fits on two screens. */
const COMPACT_CSS = `
  .swagger-ui .responses-inner .highlight-code, .swagger-ui .responses-inner pre { max-height: 110px; overflow: auto }
  .swagger-ui .responses-inner .model-example { max-height: 160px; overflow: auto }
  .swagger-ui .opblock-body textarea { min-height: 110px; height: 110px }
  .swagger-ui .responses-inner table tbody tr td { padding: 4px 0 0 }
  .swagger-ui .responses-inner { padding: 8px 20px }
  .swagger-ui .opblock-body .renderedMarkdown p { margin: 4px 0 }`;

const PLUGIN_PATH = '/docs/swagger-plugin.js';
const PLUGIN = readFileSync(join(import.meta.dirname, 'public', 'swagger-plugin.js'), 'utf8');

/** Serves Swagger UI at /docs, and the document at /docs-json. */
export function serveOpenApi(app: INestApplication, publicUrl: string): void {
  const document = createOpenApiDocument(app, publicUrl);
  const adapter = app.getHttpAdapter() as FastifyAdapter;
  adapter.get(PLUGIN_PATH, (_request: FastifyRequest, reply: FastifyReply) => {
    void reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(PLUGIN);
  });
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs-json',
    yamlDocumentUrl: 'docs-yaml',
    customSiteTitle: 'Messenger API',
    customJs: pathOf(publicUrl) + PLUGIN_PATH,
    customCss: COMPACT_CSS,
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      tryItOutEnabled: true,
      defaultModelExpandDepth: 3,
      // Written into the page: its script is loaded by then.
      plugins: [() => (globalThis as unknown as { messengerPlugin: object }).messengerPlugin],
    },
  });
}

export function createOpenApiDocument(app: INestApplication, publicUrl: string): OpenAPIObject {
  const publicPath = pathOf(publicUrl);
  const builder = new DocumentBuilder()
    .setTitle('Messenger')
    .setDescription(description(publicPath))
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer(publicPath || '/', 'This server')
    .addServer(publicUrl, 'By its public address')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An `accessToken`.' });
  for (const [name, description] of TAGS) builder.addTag(name, description);
  addDtoProperties();
  const document = SwaggerModule.createDocument(app, builder.build(), {
    extraModels: [Problem],
    operationIdFactory: (_controller, method) => method,
  });
  forbidUnknownFields(document);
  addUuidFormat(document);
  addProblems(document);
  addExamples(document);
  return document;
}

/** Empty, or as `/messenger`. */
function pathOf(publicUrl: string): string {
  return new URL(publicUrl).pathname.replace(/\/$/, '');
}

/** Nest documents each path parameter as a string; those that end in `Id` go through UuidPipe. */
function addUuidFormat(document: OpenAPIObject): void {
  for (const { parameters = [] } of operationsOf(document)) {
    for (const parameter of parameters) {
      if (!('in' in parameter) || parameter.in !== 'path' || !parameter.name.endsWith('Id')) continue;
      parameter.schema = { type: 'string', format: 'uuid' };
    }
  }
}
