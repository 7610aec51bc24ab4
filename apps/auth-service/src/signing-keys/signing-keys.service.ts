import type { KeyObject } from 'node:crypto';
import { Database } from '@messenger/database';
import type { JsonWebKey } from '@messenger/proto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { generateKey, openKey } from './signing-key.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** A rotation or revocation by another process is seen within this. */
const RELOAD_INTERVAL_MS = 1_000;

export const SIGNING_KEY_SECRET = Symbol('SIGNING_KEY_SECRET');

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
}

interface LoadedKeys {
  active: SigningKey;
  publicJwks: JsonWebKey[];
  loadedAtMs: number;
}

/** The keys that sign access tokens: the active one, and the next one, which is published before it signs. */
@Injectable()
export class SigningKeysService implements OnModuleInit {
  private keys: LoadedKeys | undefined;
  private loading: Promise<LoadedKeys> | undefined;

  constructor(
    @Inject(SIGNING_KEY_SECRET) private readonly secret: Buffer,
    private readonly database: Database,
    private readonly repository: SigningKeysRepository,
  ) {}

  /** Creates the keys where there are none: at the first start. */
  async onModuleInit(): Promise<void> {
    const rows = await this.repository.findPublished(this.database);
    for (const state of ['active', 'next'] as const) {
      if (rows.every((row) => row.state !== state)) {
        await this.repository.insert(this.database, await generateKey(this.secret), state);
      }
    }
    await this.load();
  }

  async active(): Promise<SigningKey> {
    return (await this.current()).active;
  }

  /** The active key comes first; a retired one is included until its last token has expired. */
  async publicJwks(): Promise<JsonWebKey[]> {
    return (await this.current()).publicJwks;
  }

  private async current(): Promise<LoadedKeys> {
    if (this.keys !== undefined && performance.now() - this.keys.loadedAtMs <= RELOAD_INTERVAL_MS) return this.keys;
    this.loading ??= this.load().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private async load(): Promise<LoadedKeys> {
    const rows = await this.repository.findPublished(this.database);
    const active = rows.find(({ state }) => state === 'active');
    if (active === undefined) throw new Error('There is no active signing key');
    this.keys = {
      active: { kid: active.kid, privateKey: openKey(this.secret, active) },
      publicJwks: rows.map(({ publicJwk }) => publicJwk),
      loadedAtMs: performance.now(),
    };
    return this.keys;
  }
}
