import { FairLimit } from '@messenger/batching';
import { RateLimitedError } from '@messenger/errors';
import { clientNetwork } from '@messenger/logging';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { observeHashes } from './password-hasher.metrics.js';

/** OWASP's second choice for argon2id, the library's default algorithm: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** A hash takes one core for some 15 ms, and 19 MiB. */
const MAX_CONCURRENT_HASHES = 2;
/** Two cores hash as many in about 2 s. */
const MAX_QUEUED_CALLERS = 256;
const RETRY_AFTER_SECONDS = 2;

/** Hashes passwords with argon2id, two at a time; networks take turns. Refuses callers while 256 are queued. */
@Injectable()
export class PasswordHasher {
  private readonly limit = new FairLimit({
    concurrency: MAX_CONCURRENT_HASHES,
    maxQueued: MAX_QUEUED_CALLERS,
    refusal: () => new RateLimitedError(RETRY_AFTER_SECONDS),
  });
  private dummy: Promise<string> | undefined;

  constructor() {
    observeHashes(() => this.limit.waiting);
  }

  /** Resolves with the hash in PHC format. @throws RateLimitedError */
  hash(password: string): Promise<string> {
    return this.enqueue(() => hash(normalized(password), COST));
  }

  /** Takes the same time without a hash, so nobody learns which accounts exist. @throws RateLimitedError */
  async matches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
    const known = passwordHash ?? (await (this.dummy ??= hash('nobody has this password', COST)));
    const matches = await this.enqueue(() => verify(known, normalized(password)));
    return matches && typeof passwordHash === 'string';
  }

  private enqueue<T>(work: () => Promise<T>): Promise<T> {
    return this.limit.run(clientNetwork(), work);
  }
}

/** Keyboards differ in how they compose letters: NIST SP 800-63B, 3.1.1.2. */
function normalized(password: string): string {
  return password.normalize('NFC');
}
