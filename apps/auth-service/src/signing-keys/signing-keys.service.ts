import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { Transactions } from '@messenger/events';
import type { JsonWebKey } from '@messenger/proto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { calculateJwkThumbprint } from 'jose';
import { seal, unseal } from '../crypto/sealed-box.js';
import { SigningKeysRepository, type SigningKeyRow, type SigningKeyState } from './signing-keys.repository.js';

/** Milliseconds after which a rotation by another process is seen. */
const RELOAD_INTERVAL = 30_000;
const MODULUS_BITS = 2_048;

export const SIGNING_KEY_SECRET = Symbol('SIGNING_KEY_SECRET');

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
}

/** The keys that access tokens are signed with: one active, and one that the services know before it is used. */
@Injectable()
export class SigningKeysService implements OnModuleInit {
  private keys: { active: SigningKey; publicJwks: JsonWebKey[]; loadedAt: number } | undefined;

  constructor(
    @Inject(SIGNING_KEY_SECRET) private readonly secret: Buffer,
    private readonly transactions: Transactions,
    private readonly repository: SigningKeysRepository,
  ) {}

  /** Makes the keys at the very first start. */
  async onModuleInit(): Promise<void> {
    const rows = await this.repository.findInUse(this.transactions);
    for (const state of ['active', 'next'] as const) {
      if (rows.every((row) => row.state !== state)) {
        await this.repository.insert(this.transactions, await this.generate(state));
      }
    }
    await this.load();
  }

  async active(): Promise<SigningKey> {
    return (await this.current()).active;
  }

  /** The active key's public part first. */
  async publicJwks(): Promise<JsonWebKey[]> {
    return (await this.current()).publicJwks;
  }

  private async current(): Promise<{ active: SigningKey; publicJwks: JsonWebKey[] }> {
    if (this.keys === undefined || Date.now() - this.keys.loadedAt > RELOAD_INTERVAL) return this.load();
    return this.keys;
  }

  private async load(): Promise<{ active: SigningKey; publicJwks: JsonWebKey[] }> {
    const rows = await this.repository.findInUse(this.transactions);
    const active = rows.find(({ state }) => state === 'active');
    if (active === undefined) throw new Error('There is no active signing key');
    this.keys = {
      active: { kid: active.kid, privateKey: this.open(active) },
      publicJwks: rows.map(({ publicJwk }) => publicJwk),
      loadedAt: Date.now(),
    };
    return this.keys;
  }

  private open({ sealedPrivateKey }: SigningKeyRow): KeyObject {
    try {
      return createPrivateKey({ key: unseal(this.secret, sealedPrivateKey), format: 'der', type: 'pkcs8' });
    } catch (error) {
      throw new Error('The signing keys were sealed with another SIGNING_KEY_SECRET', { cause: error });
    }
  }

  private async generate(state: SigningKeyState): Promise<SigningKeyRow> {
    const { publicKey, privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: MODULUS_BITS });
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
    const kid = await calculateJwkThumbprint({ kty: 'RSA', n, e });
    return {
      kid,
      state,
      publicJwk: { kty: 'RSA', use: 'sig', alg: 'RS256', kid, n, e },
      sealedPrivateKey: seal(this.secret, privateKey.export({ format: 'der', type: 'pkcs8' })),
    };
  }
}
