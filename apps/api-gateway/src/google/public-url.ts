import type { FastifyRequest } from 'fastify';
import { config } from '../config.js';

const { hostname } = new URL(config.http.publicUrl);

/** The same address under the public host name, where the browser is on another: a cookie belongs to one host. */
export function publicUrlOf(request: FastifyRequest): string | undefined {
  return request.hostname === hostname ? undefined : `${config.http.publicUrl}${request.url}`;
}
