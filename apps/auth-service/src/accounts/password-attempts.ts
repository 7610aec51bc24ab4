import { RateLimitedError } from '@messenger/errors';
import { Database } from '@messenger/database';
import { clientNetwork, networkOf } from '@messenger/logging';
import { Inject, Injectable } from '@nestjs/common';
import { RateLimit } from '../rate-limits/rate-limit.js';
import { InvalidCredentialsError } from './accounts.errors.js';
import { AccountsRepository } from './accounts.repository.js';

const WINDOW_SECONDS = 15 * 60;
const MINUTE_SECONDS = 60;

export const PASSWORD_LIMITS = Symbol('PASSWORD_LIMITS');

/** Wrong passwords that are allowed within the window. */
export interface PasswordLimits {
  /** For one account from one network. */
  pair: number;
  /** From one network, for all accounts. */
  address: number;
  /** For one account, from all networks. */
  account: number;
  /** Attempts a minute of a network that is over its limit, for accounts that have not been used from there. */
  slowed: number;
  /** Of an IPv4 address, how many bits make its network. */
  ipv4Bits: number;
}

/**
 * Limits wrong passwords. E-mail addresses without an account are limited alike, so nobody learns which ones have one.
 *
 * An attempt is counted before the password is checked, so that parallel attempts do not pass the limit together, and is
 * uncounted where the password was right, or was not checked. The network is counted first: one that is over its limit
 * adds no rows for the addresses that it makes up.
 */
@Injectable()
export class PasswordAttempts {
  private readonly perPair: RateLimit;
  private readonly perAddress: RateLimit;
  private readonly perAccount: RateLimit;
  private readonly whileSlowed: RateLimit;

  constructor(
    @Inject(PASSWORD_LIMITS) private readonly limits: PasswordLimits,
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
  ) {
    const limit = (name: string, points: number, durationSeconds = WINDOW_SECONDS): RateLimit =>
      new RateLimit(database, { name: `passwords ${name}`, points, durationSeconds });
    this.perPair = limit('by pair', limits.pair);
    this.perAddress = limit('by address', limits.address);
    this.perAccount = limit('by account', limits.account);
    this.whileSlowed = limit('by slowed address', limits.slowed, MINUTE_SECONDS);
  }

  /** Checks a password within the limits; it is wrong where `check` throws InvalidCredentialsError. @throws RateLimitedError */
  async attempt<T>(email: string, check: () => Promise<T>): Promise<T> {
    await this.consume(email);
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof InvalidCredentialsError)) await this.uncount(email);
      throw error;
    }
  }

  /** To be called after a right password. The network keeps the wrong ones that it tried for other accounts. */
  async reset(email: string): Promise<void> {
    const network = this.network();
    await this.perPair.reset(email, network);
    await this.perAddress.reward(network);
    await this.perAccount.reset(email);
  }

  private async consume(email: string): Promise<void> {
    const network = this.network();
    await this.orIfKnown(this.perAddress.consume(network), email, () => this.whileSlowed.consume(network));
    await this.perPair.consume(email, network);
    // Attackers elsewhere must not lock the owner out.
    await this.orIfKnown(this.perAccount.consume(email), email);
  }

  /** Goes on over a limit where the account has been used from the network, and otherwise as `orElse` says. */
  private async orIfKnown(consumed: Promise<void>, email: string, orElse?: () => Promise<void>): Promise<void> {
    try {
      await consumed;
    } catch (error) {
      if (!(error instanceof RateLimitedError)) throw error;
      if (await this.isKnownNetwork(email)) return;
      if (orElse === undefined) throw error;
      await orElse();
    }
  }

  private async uncount(email: string): Promise<void> {
    const network = this.network();
    await this.perPair.reward(email, network);
    await this.perAddress.reward(network);
    await this.perAccount.reward(email);
  }

  private async isKnownNetwork(email: string): Promise<boolean> {
    const ips = await this.accounts.listSessionIps(this.database, email);
    return ips.some((ip) => networkOf(ip, this.limits.ipv4Bits) === this.network());
  }

  private network(): string {
    return clientNetwork(this.limits.ipv4Bits);
  }
}
