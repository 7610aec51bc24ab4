import type { AuthService } from '@messenger/proto';
import type { RpcClient } from '@messenger/grpc';
import { requestContext } from '@messenger/logging';
import { Global, Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { AccessTokenVerifier, type TokenExpectations } from './access-token-verifier.js';
import { AdministratorsGuard } from './administrators.guard.js';
import { ADMINISTRATORS } from './administrators.js';
import { JwksCache } from './jwks-cache.js';
import { JwksRefresh } from './jwks-refresh.js';
import { RpcAuthenticationGuard } from './rpc-authentication.guard.js';

export interface AuthenticationOptions extends TokenExpectations {
  /** Provider of the JWKS: a client of auth-service, or in auth-service its signing keys. */
  keySource: InjectionToken;
  /** Provider of the Administrators: the same client, or in auth-service its own tables. */
  administrators: InjectionToken;
}

/** Provides the verifier of access tokens, the guard of rpcs, and that of what only administrators may do. */
@Global()
@Module({})
export class AuthenticationModule {
  static register({ keySource, administrators, issuer, audience }: AuthenticationOptions): DynamicModule {
    return {
      module: AuthenticationModule,
      providers: [
        {
          provide: JwksCache,
          inject: [keySource],
          // Several requests share the answer: it is not bound to the time of one.
          useFactory: (auth: Pick<RpcClient<AuthService>, 'getJwks'>) =>
            new JwksCache(() => requestContext.exit(() => auth.getJwks({}))),
        },
        { provide: JwksRefresh, inject: [JwksCache], useFactory: (keys: JwksCache) => new JwksRefresh(keys) },
        {
          provide: AccessTokenVerifier,
          inject: [JwksCache],
          useFactory: (keys: JwksCache) => new AccessTokenVerifier(keys, { issuer, audience }),
        },
        RpcAuthenticationGuard,
        { provide: ADMINISTRATORS, useExisting: administrators },
        AdministratorsGuard,
      ],
      exports: [AccessTokenVerifier, ADMINISTRATORS, AdministratorsGuard, RpcAuthenticationGuard],
    };
  }
}
