import { setTimeout as sleep } from 'node:timers/promises';
import { AccessTokenVerifier } from '@messenger/authentication';
import { CLOSE_CODES } from '@messenger/live';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RevokedSessions } from '../auth/guard/revoked-sessions.js';
import { openSockets } from './live.metrics.js';
import type { ServerSocket } from './server-socket.js';

const MAX_SOCKETS_PER_USER = 10;
/** One timer for all sockets: it pings, and closes those whose token or session is no longer good. */
const SWEEP_INTERVAL_MS = 250;
/** Clients have this long to answer the close frame while the process shuts down. */
const CLOSE_GRACE_MS = 2_000;

/** The live connections of this gateway, by user. */
@Injectable()
export class ConnectionRegistry implements OnApplicationBootstrap, BeforeApplicationShutdown {
  draining = false;
  private readonly byUser = new Map<string, Set<ServerSocket>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly revokedSessions: RevokedSessions,
    private readonly verifier: AccessTokenVerifier,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.sweep(), SWEEP_INTERVAL_MS);
  }

  /** Closes all sockets before the HTTP server closes, which waits for every connection. */
  async beforeApplicationShutdown(): Promise<void> {
    this.draining = true;
    for (const socket of this.all()) socket.close(CLOSE_CODES.draining);
    const deadline = Date.now() + CLOSE_GRACE_MS;
    while (this.byUser.size > 0 && Date.now() < deadline) await sleep(10);
    for (const socket of this.all()) socket.terminate();
    clearInterval(this.timer);
  }

  /** Adds a socket; closes the oldest one of a user who has too many. */
  add(socket: ServerSocket): void {
    const sockets = this.byUser.get(socket.userId) ?? new Set();
    this.byUser.set(socket.userId, sockets.add(socket));
    openSockets.inc();
    const [oldest] = sockets;
    if (sockets.size > MAX_SOCKETS_PER_USER && oldest !== undefined) {
      oldest.close(CLOSE_CODES.tooManySockets);
      this.remove(oldest);
    }
  }

  remove(socket: ServerSocket): void {
    const sockets = this.byUser.get(socket.userId);
    if (sockets?.delete(socket)) openSockets.dec();
    if (sockets?.size === 0) this.byUser.delete(socket.userId);
  }

  ofUser(userId: string): Iterable<ServerSocket> {
    return this.byUser.get(userId) ?? [];
  }

  *all(): Iterable<ServerSocket> {
    for (const sockets of this.byUser.values()) yield* sockets;
  }

  private sweep(): void {
    const now = Date.now();
    for (const socket of this.all()) {
      if (this.revokedSessions.has(socket.sessionId)) socket.close(CLOSE_CODES.sessionRevoked);
      else if (this.verifier.isKeyRevoked(socket)) socket.close(CLOSE_CODES.tokenInvalid);
      else if (socket.expiresAt.getTime() <= now) socket.close(CLOSE_CODES.tokenExpired);
      else socket.keepAlive(performance.now());
    }
  }
}
