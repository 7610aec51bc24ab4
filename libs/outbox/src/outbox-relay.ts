import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EventPublisher } from '../rabbitmq/event-publisher.js';
import {
  hasUnnumberedRows,
  hasUnpublishedRows,
  lockUnpublished,
  markPublished,
  numberRows,
} from './outbox.repository.js';
import { OutboxSignal } from './outbox-signal.js';
import { Transactions } from './transactions.js';

/** Milliseconds after which a row is found that another process has committed. */
const POLL_INTERVAL = 200;
/** Milliseconds to wait after a failure. */
const RETRY_DELAY = 500;
/** Rows a transaction. */
const NUMBERING_BATCH = 1_000;
const PUBLISHING_BATCH = 200;
/** Milliseconds to go on publishing while the process ends; what is left goes out with the next start. */
const FINAL_DRAIN = 2_000;

/**
 * Numbers the outbox's rows, then publishes them in that order.
 *
 * Any number of relays may run beside each other: each step holds the lock of its head row. A relay that dies between
 * publishing and marking publishes again; consumers drop what they have seen.
 */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(OutboxRelay.name);
  private stopping = false;
  private failing = false;
  private finished: Promise<void> = Promise.resolve();

  constructor(
    private readonly transactions: Transactions,
    private readonly publisher: EventPublisher,
    private readonly signal: OutboxSignal,
  ) {}

  onApplicationBootstrap(): void {
    this.finished = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.signal.notify();
    await this.finished;
    const deadline = Date.now() + FINAL_DRAIN;
    while (Date.now() < deadline && (await this.attempt()) > 0);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const moved = await this.attempt();
      if (moved === 0) await this.signal.wait(this.failing ? RETRY_DELAY : POLL_INTERVAL);
    }
  }

  /** How many rows moved a step; 0 when there was nothing to do, or it failed. */
  private async attempt(): Promise<number> {
    try {
      const moved = (await this.number()) + (await this.publish());
      this.failing = false;
      return moved;
    } catch (error) {
      if (!this.failing) this.logger.warn('Events wait in the outbox', error as Error);
      this.failing = true;
      return 0;
    }
  }

  private async number(): Promise<number> {
    if (!(await hasUnnumberedRows(this.transactions))) return 0;
    return this.transactions.run((transaction) => numberRows(transaction, NUMBERING_BATCH));
  }

  private async publish(): Promise<number> {
    if (!this.publisher.connected || !(await hasUnpublishedRows(this.transactions))) return 0;
    return this.transactions.run(async (transaction) => {
      const rows = await lockUnpublished(transaction, PUBLISHING_BATCH);
      const confirmed = await this.publisher.publish(rows);
      const last = rows[confirmed - 1];
      if (last !== undefined) await markPublished(transaction, last.position);
      return confirmed;
    });
  }
}
