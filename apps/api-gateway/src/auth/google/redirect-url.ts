import { RedirectNotAllowedError } from './google.errors.js';

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
  if (AMBIGUOUS.test(redirect) || !URL.canParse(redirect)) throw new RedirectNotAllowedError();
  const url = new URL(redirect);
  const hasCredentials = url.username !== '' || url.password !== '';
  if (hasCredentials || !allowed.some((one) => originAndPath(new URL(one)) === originAndPath(url)))
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
