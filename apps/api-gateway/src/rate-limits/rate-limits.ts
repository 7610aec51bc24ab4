import { RateLimitedError } from '@messenger/errors';
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { config } from '../config.js';
import type { RateLimitName } from './rate-limit.decorator.js';

/** Seconds. */
const WINDOW = 60;

/**
 * How often each may ask.
 *
 * Each gateway counts for itself: with n of them the limits are up to n times as generous.
 */
@Injectable()
export class RateLimits {
  private readonly limiters = new Map(
    Object.entries(config.rateLimits).map(([name, points]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points, duration: WINDOW }),
    ]),
  );

  /** Counts one request of whoever the key stands for. @throws RateLimitedError where it is one too many */
  async count(name: RateLimitName, key: string): Promise<void> {
    try {
      await this.limiters.get(name)?.consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new RateLimitedError(Math.max(1, Math.ceil(refused.msBeforeNext / 1_000)));
    }
  }
}
