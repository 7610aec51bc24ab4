import type { AuthService } from '@messenger/proto';
import type { RpcClient } from '@messenger/grpc';
import { Global, Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { AccessTokenVerifier, type TokenExpectations } from './access-token-verifier.js';
import { KeySet } from './key-set.js';
import { RpcAuthenticationGuard } from './rpc-authentication.guard.js';

export interface AuthenticationOptions extends TokenExpectations {
  /** What answers with the JWKS: a client of auth-service, or auth-service's own keys. */
  keySource: InjectionToken;
}

/** Lets a process verify access tokens by itself. */
@Global()
@Module({})
export class AuthenticationModule {
  static register({ keySource, issuer, audience }: AuthenticationOptions): DynamicModule {
    return {
      module: AuthenticationModule,
      providers: [
        {
          provide: AccessTokenVerifier,
          inject: [keySource],
          useFactory: (auth: Pick<RpcClient<AuthService>, 'getJwks'>) =>
            new AccessTokenVerifier(new KeySet(() => auth.getJwks({})), { issuer, audience }),
        },
        RpcAuthenticationGuard,
      ],
      exports: [AccessTokenVerifier, RpcAuthenticationGuard],
    };
  }
}
