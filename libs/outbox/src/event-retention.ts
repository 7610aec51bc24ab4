import { Database } from '@messenger/database';
import { PeriodicTask } from '@messenger/schedule';
import { Injectable } from '@nestjs/common';
import { purgeEventTables } from './outbox.repository.js';

/** The log behind the users' cursors. */
const OUTBOX_RETENTION_DAYS = 30;
/** Outlives the broker's longest redelivery and the outbox, so a replay stays a no-op. */
const INBOX_RETENTION_DAYS = 60;
const INTERVAL_MS = 60 * 60 * 1_000;

/** Deletes expired events. */
@Injectable()
export class EventRetention extends PeriodicTask {
  constructor(private readonly database: Database) {
    super(INTERVAL_MS);
  }

  run(): Promise<void> {
    return purgeEventTables(this.database, OUTBOX_RETENTION_DAYS, INBOX_RETENTION_DAYS);
  }
}
