import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { Problem } from '../problems/problem.js';
import { addDtoProperties } from './dto-properties.js';
import { addExamples, operationsOf } from './examples.js';
import { addProblems } from './problems.js';
import { forbidUnknownFields } from './strict-bodies.js';

const DESCRIPTION = `A self-hosted messenger for friends.

**Try the whole story:** register twice (two people), *Authorize* with the first \`accessToken\`, give yourself a nickname,
ask the other to be friends, *Authorize* as the other and accept, open the chat, send, read.

Errors are \`application/problem+json\` (RFC 9457); programs decide by \`reason\`. Absent values are \`null\`. Times are
RFC 3339 in UTC. Lists are read page by page: pass \`nextPageToken\` back as \`pageToken\` until it is "".

What is told live, over a WebSocket: [/docs/events](/docs/events).`;

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
];

/** Serves Swagger UI at /docs, and the document at /docs-json. */
export function serveOpenApi(app: INestApplication, publicUrl: string): void {
  const document = createOpenApiDocument(app, publicUrl);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs-json',
    yamlDocumentUrl: 'docs-yaml',
    customSiteTitle: 'Messenger API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, tryItOutEnabled: true },
  });
}

export function createOpenApiDocument(app: INestApplication, publicUrl: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setTitle('Messenger')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This server')
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

/** Nest documents each path parameter as a string; those that end in `Id` go through UuidPipe. */
function addUuidFormat(document: OpenAPIObject): void {
  for (const { parameters = [] } of operationsOf(document)) {
    for (const parameter of parameters) {
      if (!('in' in parameter) || parameter.in !== 'path' || !parameter.name.endsWith('Id')) continue;
      parameter.schema = { type: 'string', format: 'uuid' };
    }
  }
}
