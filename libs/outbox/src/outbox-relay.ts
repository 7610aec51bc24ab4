import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventPublisher } from '@messenger/rabbitmq';
import { hasUnpublishedRows, lockUnpublished, markPublished } from './outbox.repository.js';
import { OutboxSignal } from './outbox-signal.js';
import { Database } from '@messenger/database';

/** After which a row is found that another process has committed. */
const POLL_INTERVAL_MS = 200;
const RETRY_DELAY_MS = 500;
const BATCH_ROWS = 200;
/** For publishing while the process ends; what is left goes out with the next start. */
const FINAL_DRAIN_MS = 2_000;

/**
 * Publishes the outbox's rows in the order of their positions.
 *
 * Any number of relays may run beside each other: each holds the lock of the published head. A relay that dies between
 * publishing and marking publishes again; consumers drop what they have seen.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private stopping = false;
  private failing = false;
  private finished: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly publisher: EventPublisher,
    private readonly signal: OutboxSignal,
  ) {
    publisher.eachTimeItIsReady(() => signal.notify());
  }

  onApplicationBootstrap(): void {
    this.finished = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.signal.notify();
    await this.finished;
    const deadline = Date.now() + FINAL_DRAIN_MS;
    while (Date.now() < deadline && (await this.attempt()) > 0);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const moved = await this.attempt();
      if (moved === 0) await this.signal.wait(this.failing ? RETRY_DELAY_MS : POLL_INTERVAL_MS);
    }
  }

  /** How many events were published; 0 when there was nothing to do, or it failed. */
  private async attempt(): Promise<number> {
    try {
      const moved = await this.publish();
      this.failing = false;
      return moved;
    } catch (error) {
      if (!this.failing) this.logger.warn('Events wait in the outbox', error as Error);
      this.failing = true;
      return 0;
    }
  }

  private async publish(): Promise<number> {
    if (!this.publisher.connected || !(await hasUnpublishedRows(this.database))) return 0;
    return this.database.transaction(async (transaction) => {
      const rows = await lockUnpublished(transaction, BATCH_ROWS);
      const confirmed = await this.publisher.publish(rows);
      const last = rows[confirmed - 1];
      if (last !== undefined) await markPublished(transaction, last.position);
      return confirmed;
    });
  }
}
