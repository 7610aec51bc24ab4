import { UnavailableError } from '@messenger/errors';
import type { GetJwksResponse, JsonWebKey } from '@messenger/proto';
import { createLocalJWKSet, errors, type CryptoKey, type FlattenedJWSInput, type JWSHeaderParameters } from 'jose';

/** Milliseconds in which an unknown key id makes one fetch at most: made-up tokens must not become a flood. */
const REFETCH_INTERVAL = 10_000;

type LocalKeySet = ReturnType<typeof createLocalJWKSet>;

/** The public keys of auth-service, fetched when first needed and again for a key id that is not among them. */
export class KeySet {
  private keys: LocalKeySet | undefined;
  private fetchedAt = -Infinity;
  private fetching: Promise<void> | undefined;

  constructor(private readonly fetchJwks: () => Promise<GetJwksResponse>) {}

  /** The key that a token names. @throws errors.JWKSNoMatchingKey, UnavailableError */
  async keyFor(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    if (this.keys === undefined) await this.refetch();
    const asked = this.keys;
    try {
      return await this.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // Where another token has fetched them meanwhile, the answer may be another one.
      if (asked === this.keys) {
        if (Date.now() - this.fetchedAt < REFETCH_INTERVAL) throw error;
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
    // Whatever went wrong says nothing about the token: it must not look like a bad one.
    const { keys } = await this.fetchJwks().catch(() => {
      throw new UnavailableError('The signing keys cannot be had');
    });
    this.fetchedAt = Date.now();
    this.keys = createLocalJWKSet({ keys: keys.map((key: JsonWebKey) => ({ ...key })) });
  }
}
