import { UnavailableError } from '@messenger/errors';
import type { GetJwksResponse, JsonWebKey } from '@messenger/proto';
import { createLocalJWKSet, errors, type CryptoKey, type FlattenedJWSInput, type JWSHeaderParameters } from 'jose';

/** Unknown key ids cause at most one fetch in this time, so that forged tokens cannot flood auth-service. */
const REFETCH_INTERVAL_MS = 10_000;

type LocalKeySet = ReturnType<typeof createLocalJWKSet>;

/** Caches the public keys of auth-service: fetches them when first needed, and again for an unknown key id. */
export class JwksCache {
  private keys: LocalKeySet | undefined;
  private fetchedAt = -Infinity;
  private fetching: Promise<void> | undefined;

  constructor(private readonly fetchJwks: () => Promise<GetJwksResponse>) {}

  /** Returns the key that signed a token. @throws errors.JWKSNoMatchingKey, UnavailableError */
  async keyFor(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    if (this.keys === undefined) await this.refetch();
    const searched = this.keys;
    try {
      return await this.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // Another call may have fetched newer keys meanwhile: search these before fetching again.
      if (searched === this.keys) {
        if (Date.now() - this.fetchedAt < REFETCH_INTERVAL_MS) throw error;
        await this.refetch();
      }
      return this.find(header, token);
    }
  }

  private find(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    if (this.keys === undefined) throw new UnavailableError('The signing keys are not known yet');
    return this.keys(header, token);
  }

  private async refetch(): Promise<void> {
    this.fetching ??= this.fetch().finally(() => (this.fetching = undefined));
    await this.fetching;
  }

  private async fetch(): Promise<void> {
    // A failed fetch proves nothing about the token: it must not be refused as invalid.
    const { keys } = await this.fetchJwks().catch(() => {
      throw new UnavailableError('The signing keys cannot be had');
    });
    this.fetchedAt = Date.now();
    this.keys = createLocalJWKSet({ keys: keys.map((key: JsonWebKey) => ({ ...key })) });
  }
}
