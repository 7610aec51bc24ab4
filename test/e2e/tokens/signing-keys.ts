import { execFile } from 'node:child_process';
import { randomUUID, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { JsonWebKey } from '@messenger/proto';
import { inheritedEnv, type Env } from '@messenger/stack';
import { SignJWT, type JWTPayload } from 'jose';
import pg from 'pg';
import { inject } from 'vitest';
import { openKey, type SealedKey } from '../../../apps/auth-service/src/signing-keys/signing-key.js';

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicJwk: JsonWebKey;
}

/** Since the epoch. */
export const nowSeconds = (from = 0): number => Math.floor(Date.now() / 1_000) + from;

/** The environment of auth-service in the stack that files share. */
const sharedAuth = (): Env => inject('appEnv')['auth-service'];

/** The stack's own key, as only auth-service and its tests can have it. */
export async function signingKey(state: 'active' | 'next', auth = sharedAuth()): Promise<SigningKey> {
  const { DATABASE_URL, SIGNING_KEY_SECRET = '' } = auth;
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  const { rows } = await client.query<SealedKey>(
    `SELECT kid, public_jwk AS "publicJwk", sealed_private_key AS "sealedPrivateKey" FROM signing_keys WHERE state = $1`,
    [state],
  );
  await client.end();
  const [key] = rows;
  if (key === undefined) throw new Error(`There is no ${state} key`);
  const { kid, publicJwk } = key;
  return { kid, publicJwk, privateKey: openKey(Buffer.from(SIGNING_KEY_SECRET, 'base64'), key) };
}

/** A token that is good, but for the changes; undefined leaves a header out. */
export function aToken(key: SigningKey, claims: JWTPayload = {}, header: object = {}): Promise<string> {
  return signed(key, someClaims(claims), header);
}

/** A token that is good, but lacks that claim. */
export function aTokenWithout(key: SigningKey, claim: string): Promise<string> {
  const claims = someClaims();
  Reflect.deleteProperty(claims, claim);
  return signed(key, claims);
}

export function someClaims(claims: JWTPayload = {}): JWTPayload {
  return {
    ...{ iss: 'messenger', aud: 'messenger', sub: randomUUID(), sid: randomUUID(), jti: randomUUID() },
    ...{ iat: nowSeconds(), exp: nowSeconds(900), auth_time: nowSeconds() },
    ...claims,
  };
}

export const rotateKeys = (): Promise<string> => runCommand('rotate-keys', sharedAuth());
export const revokeKeys = (auth: Env): Promise<string> => runCommand('revoke-keys', auth);

/** Runs the command as an image does; answers with what it said. */
async function runCommand(name: string, auth: Env): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', name], {
    env: { ...inheritedEnv(), ...auth },
  });
  return stdout;
}

function signed({ kid, privateKey }: SigningKey, claims: JWTPayload, header: object = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid, ...header }).sign(privateKey);
}
