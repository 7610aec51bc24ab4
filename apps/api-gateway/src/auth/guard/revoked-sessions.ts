import { RabbitMqConnection } from '@messenger/rabbitmq';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';

/** After this an access token of a revoked session has expired by itself. */
const ACCESS_TOKEN_LIFETIME_MS = 15 * 60 * 1_000;
/** How often auth-service is polled while the broker is down. */
const POLL_INTERVAL_MS = 2_000;
const MAX_SESSIONS = 1_000_000;

/**
 * The revoked sessions whose access tokens have not expired yet.
 *
 * They arrive as events; those that were revoked while the broker was down are read from auth-service.
 */
@Injectable()
export class RevokedSessions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RevokedSessions.name);
  private readonly ids = new LRUCache<string, true>({ max: MAX_SESSIONS, ttl: ACCESS_TOKEN_LIFETIME_MS });
  private timer: NodeJS.Timeout | undefined;
  /** Whether events may have been missed since auth-service was last read. */
  private stale = true;

  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    private readonly broker: RabbitMqConnection,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.catchUp(), POLL_INTERVAL_MS);
    void this.catchUp();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  has(sessionId: string): boolean {
    return this.ids.has(sessionId);
  }

  add(sessionId: string): void {
    this.ids.set(sessionId, true);
  }

  /** Events may have been missed. */
  readAgain(): void {
    this.stale = true;
    void this.catchUp();
  }

  private async catchUp(): Promise<void> {
    const { connected } = this.broker;
    if (connected && !this.stale) return;
    // Read once more after the broker is back: sessions may have been revoked while it returned.
    this.stale = !connected;
    try {
      const { sessions } = await this.auth.listRevokedSessions({});
      for (const { sessionId } of sessions) this.add(sessionId);
    } catch {
      this.stale = true;
      this.logger.debug('auth-service does not answer yet');
    }
  }
}
