import { Database } from '@messenger/database';
import { EventPublisher } from '@messenger/rabbitmq';
import { PeriodicTask } from '@messenger/schedule';
import { Injectable } from '@nestjs/common';
import { findWaiting } from './outbox.repository.js';
import { publishAndMark } from './publish-and-mark.js';

const INTERVAL_MS = 1_000;
/** A younger event is still in the hands of the process that committed it. */
const MIN_AGE_SECONDS = 6;
const BATCH_ROWS = 500;

/**
 * Publishes the events that still wait for the broker: it was away, or their process died before the confirm. Any number
 * of sweepers may run beside each other; what they publish twice, consumers drop.
 */
@Injectable()
export class OutboxSweeper extends PeriodicTask {
  private failing = false;

  constructor(
    private readonly database: Database,
    private readonly publisher: EventPublisher,
  ) {
    super(INTERVAL_MS);
    publisher.eachTimeItIsReady(() => this.start(() => this.sweep(0)));
  }

  run(): Promise<void> {
    return this.sweep(MIN_AGE_SECONDS);
  }

  /** Logs the first failure of a row, not one each second. */
  private async sweep(minAgeSeconds: number): Promise<void> {
    try {
      await this.publishWaiting(minAgeSeconds);
      this.failing = false;
    } catch (error) {
      if (!this.failing) this.logger.warn('Events wait in the outbox', error as Error);
      this.failing = true;
    }
  }

  private async publishWaiting(minAgeSeconds: number): Promise<void> {
    while (this.publisher.connected) {
      const events = await findWaiting(this.database, minAgeSeconds, BATCH_ROWS);
      if ((await publishAndMark(this.database, this.publisher, events)) === 0) return;
    }
  }
}
