import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { config } from '../../config.js';
import { secretOrEmpty } from '../tokens/secret.js';

const SECURE = config.http.publicUrl.startsWith('https:');
/** Browsers accept a `__Host-` cookie from this very host alone, and over https alone. */
const NAME = SECURE ? '__Host-messenger-browser' : 'messenger-browser';
/** 10 minutes at Google, and one until the code is exchanged. */
const MAX_AGE_SECONDS = 11 * 60;

/** The secret that binds a sign-in to this browser; empty where the request has none. */
export function browserOf(request: FastifyRequest): string {
  return secretOrEmpty(request.cookies[NAME]);
}

/** Sets the cookie with the browser's secret. An existing secret is kept: two tabs may sign in at once. */
export function bindBrowser(request: FastifyRequest, reply: FastifyReply): string {
  const browser = browserOf(request) || randomBytes(32).toString('base64url');
  // Lax: the cookie must be sent when Google redirects the browser back.
  reply.setCookie(NAME, browser, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: SECURE,
    maxAge: MAX_AGE_SECONDS,
  });
  return browser;
}
