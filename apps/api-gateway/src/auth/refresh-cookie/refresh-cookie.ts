import { AUTH_REASONS, DomainError, ValidationFailedError } from '@messenger/errors';
import type { Tokens } from '@messenger/proto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOfAllowedPage } from '../../http/allowed-page.js';
import { OriginNotAllowedError } from '../../http/origins.errors.js';
import type { TokensView } from '../tokens/tokens.view.js';
import { clearRefreshToken, refreshTokenOf, setRefreshToken } from './cookies.js';
import { NoRefreshCookieError } from './refresh-cookie.errors.js';

/** Its value `cookie` asks for the refresh token in a cookie. A page of another origin cannot send it unasked. */
export const REFRESH_TOKEN_HEADER = 'x-refresh-token';
export const COOKIE = 'cookie';

const SESSION_ENDS: string[] = [AUTH_REASONS.REFRESH_TOKEN_INVALID.reason, AUTH_REASONS.REFRESH_TOKEN_REUSED.reason];

/** The cookie in which a browser keeps the refresh token, where the request asks for it. */
export class RefreshCookie {
  private readonly isWanted: boolean;

  /** @throws OriginNotAllowedError, ValidationFailedError */
  constructor(
    private readonly request: FastifyRequest,
    private readonly reply: FastifyReply,
  ) {
    this.isWanted = wantsCookie(request);
  }

  /** @throws ValidationFailedError, NoRefreshCookieError */
  refreshToken(): string {
    if (!this.isWanted) throw headerError();
    const refreshToken = refreshTokenOf(this.request);
    if (refreshToken === '') throw new NoRefreshCookieError();
    return refreshToken;
  }

  /** Moves the refresh token from the answer into the cookie. */
  keep(tokens: Tokens): TokensView {
    if (!this.isWanted) return tokens;
    setRefreshToken(this.reply, tokens.refreshToken);
    return { ...tokens, refreshToken: null };
  }

  clear(): void {
    if (this.isWanted) clearRefreshToken(this.reply);
  }

  /** For a refresh that failed: a token that is refused for good is of no use any more. */
  clearAfter(error: unknown): never {
    if (error instanceof DomainError && SESSION_ENDS.includes(error.reason)) this.clear();
    throw error;
  }
}

function headerError(): ValidationFailedError {
  return new ValidationFailedError([{ field: REFRESH_TOKEN_HEADER, message: 'x-refresh-token must be cookie' }]);
}

/** @throws OriginNotAllowedError, ValidationFailedError */
function wantsCookie(request: FastifyRequest): boolean {
  const wanted = request.headers[REFRESH_TOKEN_HEADER];
  if (wanted === undefined) return false;
  if (wanted !== COOKIE) throw headerError();
  if (!isOfAllowedPage(request)) throw new OriginNotAllowedError();
  return true;
}
