import type { FastifyRequest } from 'fastify';
import { config } from '../config.js';

const PUBLIC_ORIGIN = new URL(config.http.publicUrl).origin;
const ALLOWED_ORIGINS = new Set(config.http.corsOrigins);
/** A page over http may have been changed on its way: it does not speak for the same host over https. */
const OWN_PAGE = config.http.publicUrl.startsWith('https:') ? /^https:\/\/[^/?#@]+$/ : /^https?:\/\/[^/?#@]+$/;

/**
 * Whether the request comes from a page of this host or of an origin that is allowed by name, or from no page at all:
 * browsers send the Origin of each POST, and `Sec-Fetch-Site`. A proxy's X-Forwarded-Host is believed where TRUSTED_PROXIES
 * has it.
 */
export function isOfAllowedPage({ headers, host }: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site = 'same-origin' } = headers;
  if (origin !== undefined && ALLOWED_ORIGINS.has(origin)) return true;
  if (site !== 'same-origin') return false;
  if (origin === undefined || origin === PUBLIC_ORIGIN) return true;
  return OWN_PAGE.test(origin) && URL.canParse(origin) && new URL(origin).host === host;
}
