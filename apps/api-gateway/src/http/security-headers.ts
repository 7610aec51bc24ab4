import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

/** Adds helmet's headers to every answer. They are the same for all, so they are worked out once. */
export function addSecurityHeaders(fastify: FastifyInstance): void {
  const headers = securityHeaders();
  fastify.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}

function securityHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  const setHeader = (name: string, value: string): void => void (headers[name.toLowerCase()] = value);
  const response = { setHeader, removeHeader: () => undefined } as unknown as ServerResponse;
  // Behind a proxy, and at home, the API runs over plain http.
  const directives = { upgradeInsecureRequests: null };
  helmet({ contentSecurityPolicy: { directives } })({} as IncomingMessage, response, (error) => {
    if (error) throw error as Error;
  });
  return headers;
}
