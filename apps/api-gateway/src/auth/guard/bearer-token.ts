import { AccessTokenInvalidError, UnauthenticatedError } from '@messenger/errors';

const BEARER = /^Bearer(?: +(.*))?$/i;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** The token of an Authorization header. @throws UnauthenticatedError where there is none, AccessTokenInvalidError */
export function bearerToken(authorization: string | undefined): string {
  const token = BEARER.exec(authorization?.trim() ?? '')?.[1];
  if (token === undefined) throw new UnauthenticatedError();
  if (!JWT.test(token)) throw new AccessTokenInvalidError();
  return token;
}
