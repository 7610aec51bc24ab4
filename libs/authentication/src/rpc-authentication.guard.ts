import { Metadata } from '@grpc/grpc-js';
import { UnauthenticatedError } from '@messenger/errors';
import { requestContext } from '@messenger/logging';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AccessTokenVerifier } from './access-token-verifier.js';
import { requestObjectOf, setCaller } from './caller.decorator.js';
import { IS_PUBLIC } from './public.decorator.js';

/** Refuses an rpc without a valid access token. Events pass: they come from our broker, and have no token. */
@Injectable()
export class RpcAuthenticationGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly verifier: AccessTokenVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const metadata = requestObjectOf(context);
    const isPublic = this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()]);
    if (isPublic || !(metadata instanceof Metadata)) return true;
    const token = requestContext.getStore()?.accessToken;
    if (token === undefined) throw new UnauthenticatedError();
    setCaller(metadata, await this.verifier.verify(token));
    return true;
  }
}
