import type { IncomingMessage } from 'node:http';
import { AccessTokenVerifier, type Caller } from '@messenger/authentication';
import { UnavailableError } from '@messenger/errors';
import { Injectable, NotFoundException } from '@nestjs/common';
import { bearerToken } from '../auth/guard/bearer-token.js';
import { RevokedSessions } from '../auth/guard/revoked-sessions.js';
import { config } from '../config.js';
import { RateLimiter } from '../rate-limits/rate-limiter.js';
import { ConnectionRegistry } from './connection-registry.js';
import { OriginNotAllowedError } from '../http/origins.errors.js';
import { isAllowedOrigin } from '../http/origins.js';
import { withoutPublicPath } from '../http/public-path.js';

const PATH = '/v1/ws';
/** A browser cannot set headers of a handshake, but it can name subprotocols. */
const BEARER_SUBPROTOCOL = /^bearer\s*,\s*([\w-]+\.[\w-]+\.[\w-]+)$/;

export interface AuthenticatedUpgrade {
  caller: Caller;
  accessToken: string;
}

/** Authenticates the WebSocket handshake: Nest's guards do not run at an upgrade. */
@Injectable()
export class LiveHandshake {
  private readonly allowedOrigins = new Set([new URL(config.http.publicUrl).origin, ...config.http.corsOrigins]);

  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly revokedSessions: RevokedSessions,
    private readonly connections: ConnectionRegistry,
    private readonly rateLimiter: RateLimiter,
  ) {}

  /** @throws NotFoundException, OriginNotAllowedError, UnauthenticatedError, RateLimitedError, UnavailableError */
  async authenticate({ url, headers }: IncomingMessage): Promise<AuthenticatedUpgrade> {
    if (withoutPublicPath(url ?? '').split('?')[0] !== PATH)
      throw new NotFoundException('WebSockets are opened at GET /v1/ws');
    const { origin } = headers;
    if (origin !== undefined && !isAllowedOrigin(origin, headers, this.allowedOrigins))
      throw new OriginNotAllowedError();
    const accessToken = tokenOf(headers);
    const caller = await this.verify(accessToken);
    await this.rateLimiter.consume('default', caller.userId);
    if (this.connections.draining) throw new UnavailableError('This gateway is about to end');
    return { caller, accessToken };
  }

  /** Returns the token's caller. @throws UnauthenticatedError, UnavailableError */
  async verify(accessToken: string): Promise<Caller> {
    const caller = await this.verifier.verify(accessToken);
    this.revokedSessions.requireActive(caller.sessionId);
    return caller;
  }
}

function tokenOf(headers: IncomingMessage['headers']): string {
  return BEARER_SUBPROTOCOL.exec(headers['sec-websocket-protocol'] ?? '')?.[1] ?? bearerToken(headers.authorization);
}
