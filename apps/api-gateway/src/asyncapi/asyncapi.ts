import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** `make docs` generates both documents; the build copies them to the same place relative to this file. */
const DOCS = join(import.meta.dirname, '../../../../docs');
const PUBLIC = join(import.meta.dirname, 'public');
/** The gateway's address in the generated page. */
const GENERATED_ADDRESS = 'ws://127.0.0.1:3000';

interface ServerAddress {
  host: string;
  protocol: 'ws' | 'wss';
  pathname?: string;
}

/** Serves the AsyncAPI page at /docs/events and the document at /docs/events.json, with the public address in both. */
export function serveAsyncApi(app: NestFastifyApplication, publicUrl: string): void {
  const address = addressOf(publicUrl);
  const document = JSON.parse(readFileSync(join(DOCS, 'asyncapi.json'), 'utf8')) as {
    servers: { gateway: ServerAddress };
  };
  Object.assign(document.servers.gateway, address);
  const page = readFileSync(join(DOCS, 'asyncapi.html'), 'utf8')
    .replaceAll(GENERATED_ADDRESS, () => urlOf(address))
    .replaceAll('href="/', () => `href="${escaped(address.pathname ?? '')}/`);
  serve(app, '/docs/events.json', 'application/json; charset=utf-8', JSON.stringify(document));
  serve(app, '/docs/events', 'text/html; charset=utf-8', page);
  serve(app, '/docs/events.css', 'text/css; charset=utf-8', readFileSync(join(PUBLIC, 'asyncapi.css'), 'utf8'));
  serve(app, '/docs/logo.svg', 'image/svg+xml', readFileSync(join(PUBLIC, 'logo.svg'), 'utf8'));
}

function addressOf(publicUrl: string): ServerAddress {
  const { host, protocol, pathname } = new URL(publicUrl);
  return { host, protocol: protocol === 'https:' ? 'wss' : 'ws', ...(pathname !== '/' && { pathname }) };
}

function urlOf({ protocol, host, pathname = '' }: ServerAddress): string {
  return escaped(`${protocol}://${host}${pathname}`);
}

/** As HTML: URL has percent-encoded every other character that needs escaping. */
function escaped(url: string): string {
  return url.replaceAll('&', '&amp;');
}

function serve(app: NestFastifyApplication, path: string, type: string, text: string): void {
  app.getHttpAdapter().get(path, (_request: FastifyRequest, reply: FastifyReply) => {
    void reply.type(type).header('cache-control', 'no-cache').send(text);
  });
}
