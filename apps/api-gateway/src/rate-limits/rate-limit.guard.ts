import { callerOf } from '@messenger/authentication';
import { RateLimitedError } from '@messenger/errors';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { config } from '../config.js';
import { RATE_LIMIT, type RateLimitName } from './rate-limit.decorator.js';

/** Seconds. */
const WINDOW = 60;

/**
 * Counts requests by route, user and address; more than the limit wait.
 *
 * Each gateway counts for itself: with n of them the limits are up to n times as generous.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limiters = new Map(
    Object.entries(config.rateLimits).map(([name, points]) => [
      name,
      new RateLimiterMemory({ keyPrefix: name, points, duration: WINDOW }),
    ]),
  );

  constructor(private readonly reflector: Reflector) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const name =
      this.reflector.getAllAndOverride<RateLimitName | undefined>(RATE_LIMIT, [
        context.getHandler(),
        context.getClass(),
      ]) ?? 'default';
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    try {
      await this.limiters.get(name)?.consume(keyOf(name, request));
      return true;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new RateLimitedError(Math.max(1, Math.ceil(refused.msBeforeNext / 1_000)));
    }
  }
}

function keyOf(name: RateLimitName, request: FastifyRequest): string {
  if (name !== 'login') return callerOf(request)?.userId ?? request.ip;
  const { email } = (request.body ?? {}) as { email?: unknown };
  return `${request.ip} ${String(email).slice(0, 254).trim().toLowerCase()}`;
}
