/** The API, called for whoever is signed in. Their tokens live in this tab alone, and end with it. */

const TOKENS = 'tokens';

/** An answer that is no success, as its problem+json describes it. */
export class Refusal extends Error {
  constructor({ reason, detail, errors = [] }) {
    super(errors[0]?.message ?? detail);
    this.reason = reason;
    this.field = errors[0]?.field;
  }
}

export function isSignedIn() {
  return tokens() !== null;
}

export function keepTokens({ accessToken, refreshToken }) {
  sessionStorage.setItem(TOKENS, JSON.stringify({ accessToken, refreshToken }));
}

export function forgetTokens() {
  sessionStorage.removeItem(TOKENS);
}

/** Refusals of an access token that a fresh one may cure. */
const REFRESHABLE = ['UNAUTHENTICATED', 'ACCESS_TOKEN_EXPIRED', 'ACCESS_TOKEN_INVALID', 'SESSION_REVOKED'];

/** Resolves to what the API answers; null where it answers nothing. Rejects with a {@link Refusal}. */
export async function call(method, path, body) {
  try {
    return await send(method, path, body);
  } catch (error) {
    if (!REFRESHABLE.includes(error.reason) || !isSignedIn()) throw error;
    await refresh();
    return send(method, path, body);
  }
}

let refreshing;

/** Once for all the calls that need it: a second one with the same token would look like a theft. */
function refresh() {
  refreshing ??= exchangeRefreshToken().finally(() => (refreshing = undefined));
  return refreshing;
}

async function exchangeRefreshToken() {
  const { refreshToken } = tokens();
  try {
    keepTokens(await send('POST', '/v1/auth/refresh', { refreshToken }));
  } catch (error) {
    if (error instanceof Refusal) forgetTokens();
    throw error;
  }
}

async function send(method, path, body) {
  const accessToken = tokens()?.accessToken;
  const response = await fetch(path, {
    method,
    headers: {
      ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  const answer = text === '' ? null : JSON.parse(text);
  if (!response.ok) throw new Refusal(answer);
  return answer;
}

function tokens() {
  return JSON.parse(sessionStorage.getItem(TOKENS));
}
