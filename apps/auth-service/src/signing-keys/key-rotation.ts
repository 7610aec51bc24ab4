import type { Database } from '@messenger/database';
import { generateKey } from './signing-key.js';
import type { SigningKeysRepository } from './signing-keys.repository.js';

/**
 * Seconds that a key is published before it may sign. Within them every instance of auth-service has loaded it (30 s) and
 * every verifier may ask for it again (10 s), so that no good token names a key that somebody refuses.
 */
const MIN_INTERVAL = 60;

/** Key ids. */
export interface Rotation {
  retired: string;
  active: string;
  next: string;
}

export class KeyRotation {
  constructor(
    private readonly secret: Buffer,
    private readonly database: Database,
    private readonly repository: SigningKeysRepository,
  ) {}

  /** Promotes next to active and makes a new next; undefined where that was done less than a minute ago. */
  async rotate(): Promise<Rotation | undefined> {
    const newKey = await generateKey(this.secret);
    return this.database.transaction(async (transaction) => {
      await this.repository.lockRotation(transaction);
      if (await this.repository.wasRotatedWithin(transaction, MIN_INTERVAL)) return undefined;
      const retired = await this.repository.retireActive(transaction);
      const active = await this.repository.activateNext(transaction);
      await this.repository.insert(transaction, newKey, 'next');
      return { retired, active, next: newKey.kid };
    });
  }
}
