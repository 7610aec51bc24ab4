import { Module } from '@nestjs/common';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RateLimiter } from './rate-limiter.js';

@Module({ providers: [RateLimitGuard, RateLimiter], exports: [RateLimitGuard, RateLimiter] })
export class RateLimitsModule {}
