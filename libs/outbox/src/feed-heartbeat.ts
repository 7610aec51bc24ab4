import { Database } from '@messenger/database';
import type { EventSource } from '@messenger/events';
import { FeedPublisher } from '@messenger/rabbitmq';
import { PeriodicTask } from '@messenger/schedule';
import { Inject, Injectable } from '@nestjs/common';
import { EVENT_SOURCE } from './committed-events.js';
import { LogRestoration } from './log-restoration.js';

const INTERVAL_MS = 1_000;

/** Publishes to the feed how far the log goes, so that listeners notice the loss of the last event, too. */
@Injectable()
export class FeedHeartbeat extends PeriodicTask {
  private readonly restoration: LogRestoration;

  constructor(
    @Inject(EVENT_SOURCE) private readonly source: EventSource,
    database: Database,
    private readonly feed: FeedPublisher,
  ) {
    super(INTERVAL_MS);
    this.restoration = new LogRestoration(database);
  }

  async run(): Promise<void> {
    // A database that is away is logged by readiness and by requests, not here each second.
    const head = await this.restoration.currentHead().catch(() => undefined);
    if (head !== undefined) this.feed.publish(this.source, head, []);
  }
}
