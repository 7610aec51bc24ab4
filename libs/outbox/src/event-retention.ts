import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { purgeEventTables } from './outbox.repository.js';
import { Transactions } from './transactions.js';

/** The log behind the users' cursors. Days. */
const OUTBOX_RETENTION = 30;
/** Outlives the broker's longest redelivery and the outbox, so a replay stays a no-op. Days. */
const INBOX_RETENTION = 60;
/** Milliseconds. */
const INTERVAL = 60 * 60 * 1_000;

/** Forgets events when their time is over. */
@Injectable()
export class EventRetention implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(EventRetention.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly transactions: Transactions) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      purgeEventTables(this.transactions, OUTBOX_RETENTION, INBOX_RETENTION).catch((error: unknown) => {
        this.logger.warn('Old events could not be purged', error as Error);
      });
    }, INTERVAL);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
