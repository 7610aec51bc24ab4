import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { PreparedDocument } from './prepared-document.js';
import { applyDocument } from './send-document.js';

/** Pages and documents: Swagger UI, OpenAPI and AsyncAPI. */
const DOCUMENT_URL = '/docs';

/**
 * Keeps what the routes of documents answer first, and answers everybody with that: no answer makes or reads a document
 * again, and those that wait to be read share its bytes. Every instance's documents are the same until it ends.
 */
export function prepareDocuments(fastify: FastifyInstance): void {
  const documents = new Map<string, PreparedDocument>();
  fastify.addHook('onRoute', (route: RouteOptions) => {
    if (![route.method].flat().includes('GET') || !route.url.startsWith(DOCUMENT_URL)) return;
    route.onRequest = [...[route.onRequest ?? []].flat(), answerPrepared];
    route.onSend = [...[route.onSend ?? []].flat(), prepare];
  });

  function answerPrepared(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
    const document = documents.get(pathOf(request));
    if (document === undefined) done();
    else void reply.send(applyDocument(document, request, reply));
  }

  async function prepare(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
    if (request.method !== 'GET' || reply.statusCode !== 200 || documents.has(pathOf(request))) return payload;
    const bytes = payload instanceof Readable ? await buffer(payload) : Buffer.from(payload as string | Buffer);
    const document = new PreparedDocument(bytes, headersOf(reply));
    documents.set(pathOf(request), document);
    reply.removeHeader('content-length');
    return applyDocument(document, request, reply);
  }
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? '';
}

function headersOf(reply: FastifyReply): Record<string, string> {
  const cacheControl = reply.getHeader('cache-control');
  return {
    'content-type': String(reply.getHeader('content-type')),
    // Private is the default of all answers.
    ...(cacheControl !== 'no-store' && { 'cache-control': String(cacheControl) }),
  };
}
