import { RabbitMqConnection } from '@messenger/rabbitmq';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AUTH_CLIENT, type AuthClient } from '../services/services.module.js';

/** Milliseconds that an access token may outlive its session. */
const ACCESS_TOKEN_LIFE = 15 * 60 * 1_000;
/** Milliseconds between two questions to auth-service while the broker is away. */
const POLL_INTERVAL = 2_000;
const CAPACITY = 1_000_000;

/**
 * The sessions whose access tokens are refused although they have not expired.
 *
 * Events tell of new ones; what happened while no event could arrive is asked from auth-service.
 */
@Injectable()
export class RevokedSessions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RevokedSessions.name);
  private readonly ids = new LRUCache<string, true>({ max: CAPACITY, ttl: ACCESS_TOKEN_LIFE });
  private timer: NodeJS.Timeout | undefined;
  /** Whether an event may have been missed since auth-service was last asked. */
  private stale = true;

  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    private readonly broker: RabbitMqConnection,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.catchUp(), POLL_INTERVAL);
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

  private async catchUp(): Promise<void> {
    const { connected } = this.broker;
    if (connected && !this.stale) return;
    try {
      const { sessions } = await this.auth.listRevokedSessions({});
      for (const { sessionId } of sessions) this.add(sessionId);
      // One more question after the broker is back covers what came while it returned.
      this.stale = !connected;
    } catch {
      this.stale = true;
      this.logger.debug('auth-service does not answer yet');
    }
  }
}
