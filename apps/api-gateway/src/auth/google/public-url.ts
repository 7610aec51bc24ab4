import type { FastifyRequest } from 'fastify';
import { config } from '../../config.js';
import { isOfOwnHost } from '../../http/origins.js';
import { PublicUrlMismatchError } from './google.errors.js';

const { hostname } = new URL(config.http.publicUrl);
/** In the query of a request that was redirected to the public host. */
const REDIRECTED = 'redirected';

/**
 * The request's URL on the public host, undefined where it is there already: a cookie belongs to one host.
 *
 * @throws PublicUrlMismatchError where the redirect leads back here: a proxy hides the host, or PUBLIC_URL is wrong
 */
export function publicUrlOf(request: FastifyRequest): string | undefined {
  if (request.hostname === hostname) return undefined;
  const url = new URL(config.http.publicUrl + request.url);
  if (url.searchParams.has(REDIRECTED)) throw new PublicUrlMismatchError(request.host, config.http.publicUrl);
  url.searchParams.set(REDIRECTED, 'true');
  return url.href;
}

/** @throws PublicUrlMismatchError for a page of this gateway on another host name than the public one */
export function requirePublicHost(request: FastifyRequest): void {
  if (request.hostname !== hostname && isOfOwnHost(request.headers.origin, request.headers))
    throw new PublicUrlMismatchError(request.host, config.http.publicUrl);
}
