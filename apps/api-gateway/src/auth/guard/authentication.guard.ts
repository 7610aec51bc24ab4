import { AccessTokenVerifier, IS_PUBLIC, setCaller } from '@messenger/authentication';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { requestContextOf } from '../../http/request-hooks.js';
import { bearerToken } from './bearer-token.js';
import { RevokedSessions } from './revoked-sessions.js';

/** Lets a request in only with a valid access token of a session that has not been revoked. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: AccessTokenVerifier,
    private readonly revokedSessions: RevokedSessions,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const accessToken = bearerToken(request.headers.authorization);
    const caller = await this.verifier.verify(accessToken);
    this.revokedSessions.requireActive(caller.sessionId);
    setCaller(request, caller);
    Object.assign(requestContextOf(request), { accessToken, userId: caller.userId });
    return true;
  }
}
