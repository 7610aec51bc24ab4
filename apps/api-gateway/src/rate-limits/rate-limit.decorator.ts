import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { config } from '../config.js';

export type RateLimitName = keyof typeof config.rateLimits;

export const RATE_LIMIT = Symbol('RATE_LIMIT');

/** Counts the route by a limit of its own instead of the default one. */
export const RateLimit = (name: RateLimitName): CustomDecorator<symbol> => SetMetadata(RATE_LIMIT, name);
