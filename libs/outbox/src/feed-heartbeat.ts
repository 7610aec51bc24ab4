import { Database } from '@messenger/database';
import type { EventSource } from '@messenger/events';
import { FeedPublisher } from '@messenger/rabbitmq';
import { PeriodicTask } from '@messenger/schedule';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { EVENT_SOURCE } from './committed-events.js';
import { LogRestoration } from './log-restoration.js';

const INTERVAL_MS = 1_000;

/** Publishes to the feed how far the log goes, so that listeners notice the loss of the last event, too. */
@Injectable()
export class FeedHeartbeat extends PeriodicTask implements OnModuleInit {
  private readonly restoration: LogRestoration;

  constructor(
    @Inject(EVENT_SOURCE) private readonly source: EventSource,
    database: Database,
    private readonly feed: FeedPublisher,
  ) {
    super(INTERVAL_MS);
    this.restoration = new LogRestoration(database);
  }

  /** Before the first request: what is written after a restore comes after the hole. */
  async onModuleInit(): Promise<void> {
    await this.head();
  }

  async run(): Promise<void> {
    const head = await this.head();
    if (head !== undefined) this.feed.publish(this.source, head, []);
  }

  /** Undefined while the database is away, which readiness and requests log, not this each second. */
  private head(): Promise<number | undefined> {
    return this.restoration.currentHead().catch(() => undefined);
  }
}
