import { RateLimitedError } from '@messenger/errors';
import { Database } from '@messenger/database';
import { Inject, Injectable } from '@nestjs/common';
import { clientNetwork, networkOf } from '../rate-limits/client-network.js';
import { RateLimit } from '../rate-limits/rate-limit.js';
import { AccountsRepository } from './accounts.repository.js';

/** Seconds. */
const WINDOW = 15 * 60;

export const PASSWORD_LIMITS = Symbol('PASSWORD_LIMITS');

/** Wrong passwords within the window. */
export interface PasswordLimits {
  /** For one account from one address. */
  pair: number;
  /** From one address. */
  address: number;
  /** For one account from everywhere. */
  account: number;
}

/**
 * Counts wrong passwords, for addresses without an account too: the limits tell nothing.
 *
 * An attempt counts before the password is looked at, so that many at once are no way around, and is forgiven where the
 * password was right.
 */
@Injectable()
export class PasswordAttempts {
  private readonly perPair: RateLimit;
  private readonly perAddress: RateLimit;
  private readonly perAccount: RateLimit;

  constructor(
    @Inject(PASSWORD_LIMITS) { pair, address, account }: PasswordLimits,
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
  ) {
    this.perPair = new RateLimit(database, { name: 'passwords by pair', points: pair, duration: WINDOW });
    this.perAddress = new RateLimit(database, { name: 'passwords by address', points: address, duration: WINDOW });
    this.perAccount = new RateLimit(database, { name: 'passwords by account', points: account, duration: WINDOW });
  }

  /** @throws RateLimitedError */
  async count(email: string): Promise<void> {
    const network = clientNetwork();
    await this.perPair.consume(email, network);
    await this.perAddress.consume(network);
    try {
      await this.perAccount.consume(email);
    } catch (error) {
      // Attackers elsewhere must not keep the owner out.
      if (!(error instanceof RateLimitedError) || !(await this.isFamiliar(email, network))) throw error;
    }
  }

  /** The password was right. An address may have others to answer for. */
  async clear(email: string): Promise<void> {
    const network = clientNetwork();
    await this.perPair.clear(email, network);
    await this.perAddress.giveBack(network);
    await this.perAccount.clear(email);
  }

  private async isFamiliar(email: string, network: string): Promise<boolean> {
    const addresses = await this.accounts.addressesOf(this.database, email);
    return addresses.some((address) => networkOf(address) === network);
  }
}
