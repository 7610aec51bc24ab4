import type { FastifyRequest } from 'fastify';
import { config } from '../../config.js';

const { hostname } = new URL(config.http.publicUrl);

/** The request's URL on the public host, undefined where it is there already: a cookie belongs to one host. */
export function publicUrlOf(request: FastifyRequest): string | undefined {
  return request.hostname === hostname ? undefined : `${config.http.publicUrl}${request.url}`;
}
