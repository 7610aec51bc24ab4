import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { config } from '../config.js';
import { secretOrEmpty } from './secret.js';

const SECURE = config.http.publicUrl.startsWith('https:');
/** `__Host-` is a browser's promise that no other host has set it; it wants https. */
const NAME = SECURE ? '__Host-messenger-browser' : 'messenger-browser';
/** Seconds: 10 minutes at Google, and one until the exchange. */
const LIFE = 11 * 60;

/** The secret by which a sign-in is this browser's alone; empty where it has none. */
export function browserOf(request: FastifyRequest): string {
  return secretOrEmpty(request.cookies[NAME]);
}

/** Gives the browser its secret, or makes it keep the one it has: two tabs may sign in at once. */
export function bindBrowser(request: FastifyRequest, reply: FastifyReply): string {
  const browser = browserOf(request) || randomBytes(32).toString('base64url');
  // Lax: it has to come along when Google sends the browser back.
  reply.setCookie(NAME, browser, { path: '/', httpOnly: true, sameSite: 'lax', secure: SECURE, maxAge: LIFE });
  return browser;
}
