import { hkdfSync } from 'node:crypto';
import { seal, unseal } from '../crypto/sealed-box.js';

/** Encrypts a refresh token with a key made of its predecessor, which the database does not hold. */
export function sealSuccessor(predecessor: string, successor: string): Buffer {
  return seal(keyFrom(predecessor), Buffer.from(successor));
}

export function unsealSuccessor(predecessor: string, sealed: Buffer): string {
  return unseal(keyFrom(predecessor), sealed).toString();
}

function keyFrom(token: string): Buffer {
  return Buffer.from(hkdfSync('sha256', token, '', 'messenger refresh token successor', 32));
}
