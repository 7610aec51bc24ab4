import { AuthenticationModule } from '@messenger/authentication';
import { Global, Module } from '@nestjs/common';
import { config } from '../../config.js';
import { AUTH_CLIENT } from '../../clients/clients.module.js';
import { AuthenticationGuard } from './authentication.guard.js';
import { RevokedSessions } from './revoked-sessions.js';

@Global()
@Module({
  imports: [AuthenticationModule.register({ keySource: AUTH_CLIENT, administrators: AUTH_CLIENT, ...config.tokens })],
  providers: [AuthenticationGuard, RevokedSessions],
  exports: [AuthenticationGuard, RevokedSessions],
})
export class GatewayAuthenticationModule {}
