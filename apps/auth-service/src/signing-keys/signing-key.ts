import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { JsonWebKey } from '@messenger/proto';
import { calculateJwkThumbprint } from 'jose';
import { seal, unseal } from '../crypto/sealed-box.js';

const MODULUS_BITS = 2_048;

export type SigningKeyState = 'active' | 'next' | 'retired';

/** A key as it is stored: the private part is encrypted with SIGNING_KEY_SECRET. */
export interface SealedKey {
  kid: string;
  publicJwk: JsonWebKey;
  sealedPrivateKey: Buffer;
}

export async function generateKey(secret: Buffer): Promise<SealedKey> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint({ kty: 'RSA', n, e });
  return {
    kid,
    publicJwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e },
    sealedPrivateKey: seal(secret, privateKey.export({ format: 'der', type: 'pkcs8' })),
  };
}

export function openKey(secret: Buffer, { sealedPrivateKey }: SealedKey): KeyObject {
  try {
    return createPrivateKey({ key: unseal(secret, sealedPrivateKey), format: 'der', type: 'pkcs8' });
  } catch (error) {
    throw new Error('The signing keys were sealed with another SIGNING_KEY_SECRET', { cause: error });
  }
}
