import type { Database } from '@messenger/database';
import { generateKey } from './signing-key.js';
import type { SigningKeysRepository } from './signing-keys.repository.js';

/**
 * A key is published for at least so long before it signs: by then every instance of auth-service has loaded it (1 s) and
 * every verifier has fetched it (2 s), so nobody refuses a valid token for its unknown key.
 */
const MIN_INTERVAL_SECONDS = 60;

/** Key ids. */
export interface Rotation {
  retired: string;
  active: string;
  next: string;
}

/** Key ids. */
export interface Revocation {
  revoked: string[];
  active: string;
  next: string;
}

export class KeyRotation {
  constructor(
    private readonly secret: Buffer,
    private readonly database: Database,
    private readonly repository: SigningKeysRepository,
  ) {}

  /** Retires the active key, activates the next one and makes a new next one. Undefined within a minute of the last. */
  async rotate(): Promise<Rotation | undefined> {
    const newKey = await generateKey(this.secret);
    return this.database.transaction(async (transaction) => {
      await this.repository.lockRotation(transaction);
      if (await this.repository.wasRotatedWithin(transaction, MIN_INTERVAL_SECONDS)) return undefined;
      const retired = await this.repository.retireActive(transaction);
      const active = await this.repository.activateNext(transaction);
      await this.repository.insert(transaction, newKey, 'next');
      return { retired, active, next: newKey.kid };
    });
  }

  /** Replaces every key: no access token that any of them has signed is good any more. Sessions go on by a refresh. */
  async revokeAll(): Promise<Revocation> {
    const [active, next] = [await generateKey(this.secret), await generateKey(this.secret)];
    return this.database.transaction(async (transaction) => {
      await this.repository.lockRotation(transaction);
      const revoked = await this.repository.deleteAll(transaction);
      await this.repository.insert(transaction, active, 'active');
      await this.repository.insert(transaction, next, 'next');
      return { revoked, active: active.kid, next: next.kid };
    });
  }
}
