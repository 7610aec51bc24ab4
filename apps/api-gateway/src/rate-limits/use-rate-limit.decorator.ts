import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { config } from '../config.js';

export type RateLimitName = keyof typeof config.rateLimits;

export const RATE_LIMIT_NAME = Symbol('RATE_LIMIT_NAME');

/** Counts requests of the route towards a limit of its own instead of `default`. */
export const UseRateLimit = (name: RateLimitName): CustomDecorator<symbol> => SetMetadata(RATE_LIMIT_NAME, name);
