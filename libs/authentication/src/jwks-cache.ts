import { UnavailableError } from '@messenger/errors';
import type { GetJwksResponse, JsonWebKey } from '@messenger/proto';
import { createLocalJWKSet, errors, type CryptoKey, type FlattenedJWSInput, type JWSHeaderParameters } from 'jose';

/** Unknown key ids cause at most one fetch in this time, so that forged tokens cannot flood auth-service. */
const REFETCH_INTERVAL_MS = 1_000;
/**
 * Keys that could not be fetched again for so long are used no more. By then every token that was issued while auth-service
 * could be reached has expired by itself.
 */
const MAX_AGE_MS = 15 * 60 * 1_000;

type LocalKeySet = ReturnType<typeof createLocalJWKSet>;

/** Caches the public keys of auth-service: fetched when first needed, by time, and for an unknown key id. */
export class JwksCache {
  private keys: LocalKeySet | undefined;
  private kids = new Set<string>();
  /** By the monotonic clock. */
  private fetchedAtMs = -Infinity;
  private fetching: Promise<void> | undefined;

  constructor(private readonly fetchJwks: () => Promise<GetJwksResponse>) {}

  /** Returns the key that signed a token. @throws errors.JWKSNoMatchingKey, UnavailableError */
  async keyFor(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    if (this.keys === undefined || this.ageMs() > MAX_AGE_MS) await this.refetch();
    const searched = this.keys;
    try {
      return await this.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // Another call may have fetched newer keys meanwhile: search these before fetching again.
      if (searched === this.keys) {
        if (this.ageMs() < REFETCH_INTERVAL_MS) throw error;
        await this.refetch();
      }
      return this.find(header, token);
    }
  }

  /** Whether the key was published when the keys were last fetched, and that not too long ago. */
  has(kid: string): boolean {
    return this.kids.has(kid) && this.ageMs() <= MAX_AGE_MS;
  }

  /** Fetches the keys; concurrent calls share one fetch. @throws UnavailableError */
  async refetch(): Promise<void> {
    this.fetching ??= this.fetch().finally(() => (this.fetching = undefined));
    await this.fetching;
  }

  private ageMs(): number {
    return performance.now() - this.fetchedAtMs;
  }

  private find(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    if (this.keys === undefined) throw new UnavailableError('The signing keys are not known yet');
    return this.keys(header, token);
  }

  private async fetch(): Promise<void> {
    // A failed fetch proves nothing about the token: it must not be refused as invalid.
    const { keys } = await this.fetchJwks().catch(() => {
      throw new UnavailableError('The signing keys cannot be had');
    });
    this.fetchedAtMs = performance.now();
    this.kids = new Set(keys.map(({ kid }) => kid));
    this.keys = createLocalJWKSet({ keys: keys.map((key: JsonWebKey) => ({ ...key })) });
  }
}
