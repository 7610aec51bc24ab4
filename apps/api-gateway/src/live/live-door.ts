import type { IncomingMessage } from 'node:http';
import { AccessTokenVerifier, type Caller } from '@messenger/authentication';
import { UnauthenticatedError, UnavailableError } from '@messenger/errors';
import { Injectable, NotFoundException } from '@nestjs/common';
import { RevokedSessions } from '../authentication/revoked-sessions.js';
import { config } from '../config.js';
import { RateLimits } from '../rate-limits/rate-limits.js';
import { OriginNotAllowedError } from './live.errors.js';
import { LiveSockets } from './live-sockets.js';

const PATH = '/v1/ws';
const IN_HEADER = /^Bearer (\S+)$/i;
/** A browser cannot set headers, but it can name subprotocols. */
const IN_SUBPROTOCOL = /^bearer\s*,\s*([\w-]+\.[\w-]+\.[\w-]+)$/;

export interface Admission {
  caller: Caller;
  accessToken: string;
}

/** Decides who may open a live connection; Nest's guards do not run at an upgrade. */
@Injectable()
export class LiveDoor {
  private readonly origins = new Set([new URL(config.http.publicUrl).origin, ...config.http.corsOrigins]);

  constructor(
    private readonly verifier: AccessTokenVerifier,
    private readonly revokedSessions: RevokedSessions,
    private readonly sockets: LiveSockets,
    private readonly rateLimits: RateLimits,
  ) {}

  /** @throws NotFoundException, OriginNotAllowedError, UnauthenticatedError, RateLimitedError, UnavailableError */
  async admit({ url, headers }: IncomingMessage): Promise<Admission> {
    if (url?.split('?')[0] !== PATH) throw new NotFoundException('WebSockets are opened at GET /v1/ws');
    if (headers.origin !== undefined && !this.origins.has(headers.origin)) throw new OriginNotAllowedError();
    const accessToken = tokenOf(headers);
    const caller = await this.recognize(accessToken);
    await this.rateLimits.count('default', caller.userId);
    if (this.sockets.draining) throw new UnavailableError('This gateway is about to end');
    return { caller, accessToken };
  }

  /** Whose token it is. @throws UnauthenticatedError, UnavailableError */
  async recognize(accessToken: string): Promise<Caller> {
    const caller = await this.verifier.verify(accessToken);
    if (this.revokedSessions.has(caller.sessionId)) throw new UnauthenticatedError('The session has ended');
    return caller;
  }
}

function tokenOf(headers: IncomingMessage['headers']): string {
  const token =
    IN_HEADER.exec(headers.authorization ?? '')?.[1] ??
    IN_SUBPROTOCOL.exec(headers['sec-websocket-protocol'] ?? '')?.[1];
  if (token === undefined) throw new UnauthenticatedError();
  return token;
}
