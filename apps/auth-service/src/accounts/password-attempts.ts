import { RateLimitedError } from '@messenger/errors';
import { Database } from '@messenger/database';
import { Inject, Injectable } from '@nestjs/common';
import { clientNetwork, networkOf } from '@messenger/logging';
import { RateLimit } from '../rate-limits/rate-limit.js';
import { AccountsRepository } from './accounts.repository.js';

const WINDOW_SECONDS = 15 * 60;

export const PASSWORD_LIMITS = Symbol('PASSWORD_LIMITS');

/** Wrong passwords that are allowed within the window. */
export interface PasswordLimits {
  /** For one account from one IP address. */
  pair: number;
  /** From one IP address, for all accounts. */
  address: number;
  /** For one account, from all IP addresses. */
  account: number;
}

/**
 * Limits wrong passwords. E-mail addresses without an account are limited alike, so nobody learns which ones have one.
 *
 * An attempt is counted before the password is checked, so that parallel attempts do not pass the limit together, and is
 * uncounted where the password was right.
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
    this.perPair = new RateLimit(database, {
      name: 'passwords by pair',
      points: pair,
      durationSeconds: WINDOW_SECONDS,
    });
    this.perAddress = new RateLimit(database, {
      name: 'passwords by address',
      points: address,
      durationSeconds: WINDOW_SECONDS,
    });
    this.perAccount = new RateLimit(database, {
      name: 'passwords by account',
      points: account,
      durationSeconds: WINDOW_SECONDS,
    });
  }

  /** @throws RateLimitedError */
  async consume(email: string): Promise<void> {
    const network = clientNetwork();
    await this.perPair.consume(email, network);
    await this.perAddress.consume(network);
    try {
      await this.perAccount.consume(email);
    } catch (error) {
      // Attackers elsewhere must not lock the owner out.
      if (!(error instanceof RateLimitedError) || !(await this.isKnownNetwork(email, network))) throw error;
    }
  }

  /** To be called after a right password. The IP address keeps the wrong ones that it tried for other accounts. */
  async reset(email: string): Promise<void> {
    const network = clientNetwork();
    await this.perPair.reset(email, network);
    await this.perAddress.reward(network);
    await this.perAccount.reset(email);
  }

  private async isKnownNetwork(email: string, network: string): Promise<boolean> {
    const ips = await this.accounts.listSessionIps(this.database, email);
    return ips.some((ip) => networkOf(ip) === network);
  }
}
