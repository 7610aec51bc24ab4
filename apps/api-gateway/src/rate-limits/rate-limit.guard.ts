import { callerOf } from '@messenger/authentication';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { RATE_LIMIT, type RateLimitName } from './rate-limit.decorator.js';
import { RateLimits } from './rate-limits.js';

/** Counts requests by route, user and address. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const name =
      this.reflector.getAllAndOverride<RateLimitName | undefined>(RATE_LIMIT, [
        context.getHandler(),
        context.getClass(),
      ]) ?? 'default';
    await this.limits.count(name, keyOf(name, context.switchToHttp().getRequest<FastifyRequest>()));
    return true;
  }
}

function keyOf(name: RateLimitName, request: FastifyRequest): string {
  if (name !== 'login') return callerOf(request)?.userId ?? request.ip;
  const { email } = (request.body ?? {}) as { email?: unknown };
  return `${request.ip} ${String(email).slice(0, 254).trim().toLowerCase()}`;
}
