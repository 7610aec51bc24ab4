import { setTimeout as sleep } from 'node:timers/promises';
import { CLOSES } from '@messenger/live';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { RevokedSessions } from '../authentication/revoked-sessions.js';
import type { LiveSocket } from './live-socket.js';
import { openSockets } from './live.metrics.js';

const MAX_SOCKETS_OF_ONE_USER = 10;
/** Milliseconds. One look at every connection, for all that time brings about. */
const LOOK_INTERVAL = 250;
/** Milliseconds for the peers to say goodbye while the process ends. */
const GOODBYE = 2_000;

/** The connections of this gateway. */
@Injectable()
export class LiveSockets implements OnApplicationBootstrap, BeforeApplicationShutdown {
  draining = false;
  private readonly byUser = new Map<string, Set<LiveSocket>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly revokedSessions: RevokedSessions) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), LOOK_INTERVAL);
  }

  /** Before the HTTP server closes, which waits for every connection. */
  async beforeApplicationShutdown(): Promise<void> {
    this.draining = true;
    for (const socket of this.all()) socket.close(CLOSES.draining);
    const deadline = Date.now() + GOODBYE;
    while (this.byUser.size > 0 && Date.now() < deadline) await sleep(10);
    for (const socket of this.all()) socket.terminate();
    clearInterval(this.timer);
  }

  add(socket: LiveSocket): void {
    const sockets = this.byUser.get(socket.userId) ?? new Set();
    this.byUser.set(socket.userId, sockets.add(socket));
    openSockets.inc();
    const [oldest] = sockets;
    if (sockets.size > MAX_SOCKETS_OF_ONE_USER && oldest !== undefined) {
      oldest.close(CLOSES.tooManySockets);
      this.remove(oldest);
    }
  }

  remove(socket: LiveSocket): void {
    const sockets = this.byUser.get(socket.userId);
    if (sockets?.delete(socket)) openSockets.dec();
    if (sockets?.size === 0) this.byUser.delete(socket.userId);
  }

  of(userId: string): Iterable<LiveSocket> {
    return this.byUser.get(userId) ?? [];
  }

  *all(): Iterable<LiveSocket> {
    for (const sockets of this.byUser.values()) yield* sockets;
  }

  private look(): void {
    const now = Date.now();
    for (const socket of this.all()) {
      if (this.revokedSessions.has(socket.sessionId)) socket.close(CLOSES.sessionRevoked);
      else if (socket.expiresAt.getTime() <= now) socket.close(CLOSES.tokenExpired);
      else socket.keepAlive(now);
    }
  }
}
