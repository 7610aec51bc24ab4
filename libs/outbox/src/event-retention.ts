import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { purgeEventTables } from './outbox.repository.js';
import { Database } from '@messenger/database';

/** The log behind the users' cursors. */
const OUTBOX_RETENTION_DAYS = 30;
/** Outlives the broker's longest redelivery and the outbox, so a replay stays a no-op. */
const INBOX_RETENTION_DAYS = 60;
const INTERVAL_MS = 60 * 60 * 1_000;

/** Deletes expired events. */
@Injectable()
export class EventRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(EventRetention.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      purgeEventTables(this.database, OUTBOX_RETENTION_DAYS, INBOX_RETENTION_DAYS).catch((error: unknown) => {
        this.logger.warn('Old events could not be purged', error as Error);
      });
    }, INTERVAL_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
