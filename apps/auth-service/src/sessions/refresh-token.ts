import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { seal, unseal } from '../crypto/sealed-box.js';

/** 256 bits, base64url. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token. It has 256 random bits: a plain hash cannot be searched backwards. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Seals a token so that only whoever holds its predecessor can read it: the database alone reveals nothing. */
export function sealSuccessor(predecessor: string, successor: string): Buffer {
  return seal(keyFrom(predecessor), Buffer.from(successor));
}

export function unsealSuccessor(predecessor: string, sealed: Buffer): string {
  return unseal(keyFrom(predecessor), sealed).toString();
}

function keyFrom(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'messenger refresh token successor', 32));
}
