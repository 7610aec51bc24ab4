import { createApi, ok, requestTimeout } from './http.js';
import type { Tokens } from './session.js';

/** Set beside the refresh token's cookie, for scripts to read: asking the API without a cookie would be refused. */
const MARKER = 'messenger-signed-in=1';

/** Asks the API to keep the refresh token in a cookie. */
export const COOKIE_INIT = {
  params: { header: { 'x-refresh-token': 'cookie' } },
  credentials: 'include',
} as const;

/** Whether this browser may have a refresh token. */
export function hasRefreshCookie(): boolean {
  const { document } = globalThis as { document?: { cookie: string } };
  return document?.cookie.split('; ').includes(MARKER) ?? false;
}

/** Replaces the refresh token. */
export function refreshByCookie(url: string): Promise<Tokens> {
  return ok(createApi(url).POST('/v1/auth/refresh/cookie', { ...COOKIE_INIT, signal: requestTimeout() }));
}
