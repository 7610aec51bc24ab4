import { RateLimitedError } from '@messenger/errors';
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { config } from '../config.js';
import type { RateLimitName } from './use-rate-limit.decorator.js';

const WINDOW_SECONDS = 60;

/** Counts requests by limit and key in the memory of this gateway: with n gateways a client may send up to n times as many. */
@Injectable()
export class RateLimiter {
  private readonly limiters = new Map(
    Object.entries(config.rateLimits).map(([name, points]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points, duration: WINDOW_SECONDS }),
    ]),
  );

  /** Counts one request. @param key of the user or address that sends it @throws RateLimitedError over the limit */
  async consume(name: RateLimitName, key: string): Promise<void> {
    try {
      await this.limiters.get(name)?.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new RateLimitedError(Math.max(1, Math.ceil(refused.msBeforeNext / 1_000)));
    }
  }

  /** Takes one counted request back. */
  async refund(name: RateLimitName, key: string): Promise<void> {
    await this.limiters.get(name)?.reward(key);
  }
}
