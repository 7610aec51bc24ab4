import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AsyncApiDocument, Server } from '../../../../tools/documents/asyncapi/document.js';
import { asyncApiPage } from '../../../../tools/documents/asyncapi/page/page.js';

/** Made of the protos, which are not there at run time. The build copies it to the same place as seen from here. */
const DOCUMENT = join(import.meta.dirname, '../../../../docs/asyncapi.json');
const STYLE = join(import.meta.dirname, 'public/asyncapi.css');

/** A page at /docs/events, the document at /docs/events.json. */
export function serveAsyncApi(app: NestFastifyApplication, publicUrl: string): void {
  const document = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as AsyncApiDocument;
  document.servers.gateway = { ...document.servers.gateway, ...addressOf(publicUrl) } as Server;
  serve(app, '/docs/events.json', 'application/json; charset=utf-8', JSON.stringify(document));
  serve(app, '/docs/events', 'text/html; charset=utf-8', asyncApiPage(document));
  serve(app, '/docs/events.css', 'text/css; charset=utf-8', readFileSync(STYLE, 'utf8'));
}

function addressOf(publicUrl: string): Pick<Server, 'host' | 'protocol' | 'pathname'> {
  const { host, protocol, pathname } = new URL(publicUrl);
  return { host, protocol: protocol === 'https:' ? 'wss' : 'ws', ...(pathname !== '/' && { pathname }) };
}

function serve(app: NestFastifyApplication, path: string, type: string, text: string): void {
  app.getHttpAdapter().get(path, (_request: FastifyRequest, reply: FastifyReply) => {
    void reply.type(type).header('cache-control', 'no-cache').send(text);
  });
}
