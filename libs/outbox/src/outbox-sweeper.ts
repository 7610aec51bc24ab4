import { Database } from '@messenger/database';
import { EventPublisher } from '@messenger/rabbitmq';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { findWaiting, markPublished } from './outbox.repository.js';

const INTERVAL_MS = 1_000;
/** A younger event is still in the hands of the process that committed it. */
const MIN_AGE_SECONDS = 6;
const BATCH_ROWS = 500;

/**
 * Publishes the events that still wait for the broker: it was away, or their process died before the confirm. Any number
 * of sweepers may run beside each other; what they publish twice, consumers drop.
 */
@Injectable()
export class OutboxSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OutboxSweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;
  private failing = false;

  constructor(
    private readonly database: Database,
    private readonly publisher: EventPublisher,
  ) {
    publisher.eachTimeItIsReady(() => this.sweep(0));
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.sweep(MIN_AGE_SECONDS), INTERVAL_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.sweeping;
  }

  private sweep(minAgeSeconds: number): void {
    this.sweeping ??= this.publishWaiting(minAgeSeconds)
      .then(
        () => (this.failing = false),
        (error: unknown) => this.report(error as Error),
      )
      .then(() => (this.sweeping = undefined));
  }

  private async publishWaiting(minAgeSeconds: number): Promise<void> {
    while (this.publisher.connected) {
      const events = await findWaiting(this.database, minAgeSeconds, BATCH_ROWS);
      const confirmed = events.length === 0 ? [] : await this.publisher.publish(events);
      if (confirmed.length === 0) return;
      await markPublished(
        this.database,
        confirmed.map(({ position }) => position),
      );
    }
  }

  private report(error: Error): void {
    if (!this.failing) this.logger.warn('Events wait in the outbox', error);
    this.failing = true;
  }
}
