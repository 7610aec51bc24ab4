import { SessionRevokedError, UnavailableError } from '@messenger/errors';
import { RabbitMqConnection } from '@messenger/rabbitmq';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AUTH_CLIENT, type AuthClient } from '../../clients/clients.module.js';

/** After this an access token of a revoked session has expired by itself. */
const ACCESS_TOKEN_LIFETIME_MS = 15 * 60 * 1_000;
/** How often auth-service is polled while the broker is down, or brings nothing. */
const POLL_INTERVAL_MS = 2_000;
/** auth-service's feed has a heartbeat a second: a broker that hangs keeps its connections for longer than this. */
const MAX_FEED_SILENCE_MS = 2_000;
/** Until the sessions are known for the first time. */
const FIRST_POLL_INTERVAL_MS = 250;
/** Revocations may be missing for so long before nobody is let in: an outage of the broker alone takes none. */
const MAX_UNKNOWN_MS = 60_000;
const MAX_SESSIONS = 1_000_000;

/**
 * The revoked sessions whose access tokens have not expired yet.
 *
 * They arrive as events; those that were revoked while the broker was down are read from auth-service, page by page. A
 * gateway that does not know them lets nobody in.
 */
@Injectable()
export class RevokedSessions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RevokedSessions.name);
  private readonly ids = new LRUCache<string, true>({ max: MAX_SESSIONS, ttl: ACCESS_TOKEN_LIFETIME_MS });
  private timer: NodeJS.Timeout | undefined;
  /** Whether events may have been missed since auth-service was last read. */
  private stale = true;
  private ended = false;
  /** By the monotonic clock. */
  private lastFeedMessageAtMs = -Infinity;
  /** By the monotonic clock: when events may have been missed that could not be read. -Infinity before the first read. */
  private unknownSinceMs: number | undefined = -Infinity;

  constructor(
    @Inject(AUTH_CLIENT) private readonly auth: AuthClient,
    private readonly broker: RabbitMqConnection,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.catchUp();
    this.schedule();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.ended = true;
  }

  /** @throws SessionRevokedError, or UnavailableError where revocations may be missing */
  requireActive(sessionId: string): void {
    if (this.has(sessionId)) throw new SessionRevokedError();
    if (this.unknownSinceMs !== undefined && performance.now() - this.unknownSinceMs > MAX_UNKNOWN_MS)
      throw new UnavailableError('Which sessions have been revoked is not known');
  }

  has(sessionId: string): boolean {
    return this.ids.has(sessionId);
  }

  add(sessionId: string): void {
    this.ids.set(sessionId, true);
  }

  /** auth-service's feed arrives. */
  onFeedMessage(): void {
    this.lastFeedMessageAtMs = performance.now();
  }

  /** Events may have been missed. */
  readAgain(): void {
    this.stale = true;
    void this.catchUp();
  }

  private schedule(): void {
    if (this.ended) return;
    const delayMs = this.unknownSinceMs === -Infinity ? FIRST_POLL_INTERVAL_MS : POLL_INTERVAL_MS;
    this.timer = setTimeout(() => void this.catchUp().finally(() => this.schedule()), delayMs);
  }

  private async catchUp(): Promise<void> {
    const { connected } = this.broker;
    const mayMissEvents = !connected || this.stale;
    if (!mayMissEvents && performance.now() - this.lastFeedMessageAtMs < MAX_FEED_SILENCE_MS) return;
    // Read once more after the broker is back: sessions may have been revoked while it returned.
    this.stale = !connected;
    try {
      await this.read();
      this.unknownSinceMs = undefined;
    } catch {
      this.logger.debug('auth-service does not answer yet');
      // A silent feed alone is that of an auth-service that is away: it revokes nothing.
      if (!mayMissEvents) return;
      this.stale = true;
      this.unknownSinceMs ??= performance.now();
    }
  }

  private async read(): Promise<void> {
    for (let pageToken: string | undefined; pageToken !== '';) {
      const page = await this.auth.listRevokedSessions({ pageToken });
      for (const { sessionId } of page.sessions) this.add(sessionId);
      pageToken = page.nextPageToken;
    }
  }
}
