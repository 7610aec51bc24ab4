import { RedirectNotAllowedError } from './google.errors.js';

/** Characters that programs read differently, and the start of a fragment, which would swallow what is added. */
const TREACHEROUS = /[\s\p{Cc}\\#]/u;

/**
 * Where a sign-in ends: one of the allowed places, by origin and path, with any query. The answer is what the URL
 * parser has understood, not what was written: browsers cannot understand it otherwise.
 *
 * @param allowed absolute URLs; the first is the default
 * @throws RedirectNotAllowedError
 */
export function allowedRedirect(allowed: string[], redirect = allowed[0] ?? ''): string {
  if (TREACHEROUS.test(redirect) || !URL.canParse(redirect)) throw new RedirectNotAllowedError();
  const url = new URL(redirect);
  const isPlain = url.username === '' && url.password === '';
  if (!isPlain || !allowed.some((place) => placeOf(new URL(place)) === placeOf(url)))
    throw new RedirectNotAllowedError();
  return url.href;
}

function placeOf({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}

/** What a sign-in ends with: a code to exchange, or the reason why there is none. */
export type Outcome = { code: string } | { error: string };

/** The redirect with what has come out; its own query stays, but for a `code` or `error` that was there before. */
export function withOutcome(redirect: string, outcome: Outcome): string {
  const url = new URL(redirect);
  for (const name of ['code', 'error']) url.searchParams.delete(name);
  for (const [name, value] of Object.entries<string>(outcome)) url.searchParams.set(name, value);
  return url.href;
}
