import { callerOf } from '@messenger/authentication';
import { canonicalEmail } from '@messenger/dto';
import { networkOf } from '@messenger/logging';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { config } from '../config.js';
import { RateLimiter } from './rate-limiter.js';
import { RATE_LIMIT_NAME, type RateLimitName } from './use-rate-limit.decorator.js';

/** Answers that are this server's fault do not count. */
const OWN_FAULTS = [503, 504];

type Charge = [name: RateLimitName, key: string];

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
    const http = context.switchToHttp();
    const charges = chargesOf(name, http.getRequest<FastifyRequest>());
    for (const charge of charges) await this.rateLimiter.consume(...charge);
    this.refundOwnFaults(http.getResponse<FastifyReply>(), charges);
    return true;
  }

  private refundOwnFaults({ raw }: FastifyReply, charges: Charge[]): void {
    raw.once('finish', () => {
      if (OWN_FAULTS.includes(raw.statusCode)) for (const charge of charges) void this.rateLimiter.refund(...charge);
    });
  }
}

/** By user, or by network where nobody is signed in. A log-in counts for its address, too: each has many networks' tries. */
function chargesOf(name: RateLimitName, request: FastifyRequest): Charge[] {
  const key = callerOf(request)?.userId ?? networkOf(request.ip, config.rateLimitIpv4Bits);
  if (name !== 'login') return [[name, key]];
  const { email } = (request.body ?? {}) as { email?: unknown };
  return [
    ['default', key],
    [name, `${key} ${canonicalEmail(email) ?? ''}`],
  ];
}
