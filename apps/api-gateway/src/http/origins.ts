import type { IncomingHttpHeaders } from 'node:http';

/** Whether a page of the origin may connect: one that is allowed by name, or a page of the host that is asked. */
export function isAllowedOrigin(origin: string, headers: IncomingHttpHeaders, allowed: ReadonlySet<string>): boolean {
  return allowed.has(origin) || isOfOwnHost(origin, headers);
}

/**
 * Whether the host of the origin is the request's own: localhost, www, an address in the LAN.
 *
 * X-Forwarded-Host is believed from anybody: no page can set it, and whoever is no page sends the origin of its choice.
 */
export function isOfOwnHost(origin: string | undefined, headers: IncomingHttpHeaders): boolean {
  const [, scheme] = /^(https?):\/\/[^/?#]+$/.exec(origin ?? '') ?? [];
  if (origin === undefined || scheme === undefined || !URL.canParse(origin)) return false;
  const { host } = new URL(origin);
  return [headers.host, forwardedHost(headers)].some((own) => own !== undefined && host === hostOf(scheme, own));
}

/** The first proxy's, where there are several. */
function forwardedHost(headers: IncomingHttpHeaders): string | undefined {
  return [headers['x-forwarded-host']].flat()[0]?.split(',')[0]?.trim();
}

/** In lower case, without the port that the scheme has by default. */
function hostOf(scheme: string, host: string): string | undefined {
  const url = `${scheme}://${host}`;
  return URL.canParse(url) ? new URL(url).host : undefined;
}
