import { createHash, randomBytes } from 'node:crypto';

/** 256 bits, base64url. */
export function newOpaqueToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token. It has 256 random bits: a plain hash cannot be searched backwards. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
