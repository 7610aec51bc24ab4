import type { FastifyReply, FastifyRequest } from 'fastify';
import { config } from '../../config.js';
import { secretOrEmpty } from '../tokens/secret.js';

const SECURE = config.http.publicUrl.startsWith('https:');
/** Browsers accept a `__Host-` cookie from this very host alone, and over https alone. */
const NAME = SECURE ? '__Host-messenger-refresh' : 'messenger-refresh';
/** For scripts to read: tells a page whether asking for a refresh makes sense. */
const MARKER_NAME = 'messenger-signed-in';
/** A session ends after so many days without a refresh. */
const MAX_AGE_DAYS = 14;

/** Strict: the browser sends it with no request of another site. */
const OPTIONS = { path: '/', secure: SECURE, sameSite: 'strict', maxAge: MAX_AGE_DAYS * 24 * 60 * 60 } as const;

/** Empty where the request has none. */
export function refreshTokenOf({ cookies }: FastifyRequest): string {
  return secretOrEmpty(cookies[NAME]);
}

export function setRefreshToken(reply: FastifyReply, refreshToken: string): void {
  reply.setCookie(NAME, refreshToken, { ...OPTIONS, httpOnly: true });
  reply.setCookie(MARKER_NAME, '1', OPTIONS);
}

export function clearRefreshToken(reply: FastifyReply): void {
  reply.clearCookie(NAME, { ...OPTIONS, httpOnly: true });
  reply.clearCookie(MARKER_NAME, OPTIONS);
}
