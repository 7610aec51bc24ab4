import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';
import { config } from '../config.js';

/** Adds helmet's headers to every answer, and keeps it out of caches unless its route says otherwise. Worked out once. */
export function addSecurityHeaders(fastify: FastifyInstance): void {
  const headers = { ...securityHeaders(), 'cache-control': 'no-store' };
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
  // Other hosts of the domain may have no TLS.
  const strictTransportSecurity = { includeSubDomains: config.http.hstsIncludesSubdomains };
  helmet({ contentSecurityPolicy: { directives }, strictTransportSecurity })(
    {} as IncomingMessage,
    response,
    (error) => {
      if (error) throw error as Error;
    },
  );
  return headers;
}
