import { RedirectNotAllowedError } from './google.errors.js';

const WEB = /^https?:$/;
/** RFC 8252, 7.3. */
const LOOPBACK = new Set(['127.0.0.1', '[::1]']);
/** Characters on which URL parsers disagree, and `#`: a fragment would swallow the query that is added. */
const AMBIGUOUS = /[\s\p{Cc}\\#]/u;

/**
 * The URL that a sign-in ends at, with any query: its origin and path must be those of an allowed one. Returns the
 * parser's own serialization, so that no browser can read it differently.
 *
 * @param allowed absolute URLs; the first is the default
 * @throws RedirectNotAllowedError
 */
export function allowedRedirect(allowed: string[], redirect = allowed[0] ?? ''): string {
  const url = parsedRedirect(redirect);
  // Whatever app has the scheme would get the code, and the browser's cookie does not reach it: an app needs PKCE.
  if (!WEB.test(url.protocol)) throw new RedirectNotAllowedError();
  return requireAllowed(allowed, url, originAndPath(url));
}

/**
 * As `allowedRedirect`, for a native app with PKCE (RFC 8252): also a scheme of its own, and any port of an address of this
 * device where the allowed URL has none.
 *
 * @throws RedirectNotAllowedError
 */
export function allowedNativeRedirect(allowed: string[], redirect = allowed[0] ?? ''): string {
  const url = parsedRedirect(redirect);
  const isLoopback = url.protocol === 'http:' && LOOPBACK.has(url.hostname);
  const anyPort = `${url.protocol}//${url.hostname}${url.pathname}`;
  return requireAllowed(allowed, url, originAndPath(url), ...(isLoopback ? [anyPort] : []));
}

function parsedRedirect(redirect: string): URL {
  if (AMBIGUOUS.test(redirect) || !URL.canParse(redirect)) throw new RedirectNotAllowedError();
  return new URL(redirect);
}

function requireAllowed(allowed: string[], url: URL, ...spellings: string[]): string {
  const hasCredentials = url.username !== '' || url.password !== '';
  if (hasCredentials || !allowed.some((one) => spellings.includes(originAndPath(new URL(one)))))
    throw new RedirectNotAllowedError();
  return url.href;
}

function originAndPath({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}

/** The result of a sign-in: a one-time code to exchange for tokens, or the reason of its failure. */
export type SignInOutcome = { code: string } | { error: string };

/** The redirect with the outcome in its query, which replaces any `code` and `error` that were in it. */
export function withOutcome(redirect: string, outcome: SignInOutcome): string {
  const url = new URL(redirect);
  for (const name of ['code', 'error']) url.searchParams.delete(name);
  for (const [name, value] of Object.entries<string>(outcome)) url.searchParams.set(name, value);
  return url.href;
}
