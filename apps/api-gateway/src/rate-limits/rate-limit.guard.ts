import { callerOf } from '@messenger/authentication';
import { canonicalEmail } from '@messenger/dto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { RateLimiter } from './rate-limiter.js';
import { RATE_LIMIT_NAME, type RateLimitName } from './use-rate-limit.decorator.js';

/** Refuses a request over the limit of its route. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly rateLimiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const name =
      this.reflector.getAllAndOverride<RateLimitName | undefined>(RATE_LIMIT_NAME, [
        context.getHandler(),
        context.getClass(),
      ]) ?? 'default';
    await this.rateLimiter.consume(name, keyOf(name, context.switchToHttp().getRequest<FastifyRequest>()));
    return true;
  }
}

/** The user, or the address where nobody is signed in; at a log-in the address and the e-mail together. */
function keyOf(name: RateLimitName, request: FastifyRequest): string {
  if (name !== 'login') return callerOf(request)?.userId ?? request.ip;
  const { email } = (request.body ?? {}) as { email?: unknown };
  return `${request.ip} ${canonicalEmail(email) ?? ''}`;
}
