import { hkdfSync } from 'node:crypto';
import { seal, unseal } from '../crypto/sealed-box.js';

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
