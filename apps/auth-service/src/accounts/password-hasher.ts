import { RateLimitedError } from '@messenger/errors';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import pLimit from 'p-limit';

/** OWASP's second choice for argon2id, the library's default kind: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Hashes at a time: each takes a core for some 15 ms, and 19 MiB. */
const CONCURRENCY = 2;
/** Callers who may wait for their turn: about 2 s worth on two cores. */
const MAX_WAITING = 256;
/** Seconds. */
const RETRY_AFTER = 2;

/** Hashes passwords with argon2id, few at a time; who comes when too many wait is sent away. */
@Injectable()
export class PasswordHasher {
  private readonly limit = pLimit(CONCURRENCY);
  private dummy: Promise<string> | undefined;

  /** In PHC format. @throws RateLimitedError */
  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(normalized(password), COST));
  }

  /** Takes the same time where there is no hash: nobody learns which accounts exist. @throws RateLimitedError */
  async matches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
    const known = passwordHash ?? (await (this.dummy ??= hash('nobody has this password', COST)));
    const matches = await this.inTurn(() => verify(known, normalized(password)));
    return matches && typeof passwordHash === 'string';
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.limit.pendingCount >= MAX_WAITING) throw new RateLimitedError(RETRY_AFTER);
    return this.limit(work);
  }
}

/** Keyboards differ in how they compose letters: NIST SP 800-63B, 3.1.1.2. */
function normalized(password: string): string {
  return password.normalize('NFC');
}
