import { Database } from '@messenger/database';
import type { EventSource } from '@messenger/events';
import { FeedPublisher } from '@messenger/rabbitmq';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EVENT_SOURCE } from './committed-events.js';
import { headOf } from './outbox.repository.js';

const INTERVAL_MS = 1_000;

/** Says on the feed how far the log goes, so that listeners notice the loss of the last event, too. */
@Injectable()
export class FeedHeartbeat implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(EVENT_SOURCE) private readonly source: EventSource,
    private readonly database: Database,
    private readonly feed: FeedPublisher,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      headOf(this.database).then(
        (head) => this.feed.publish(this.source, head, []),
        // Readiness and every request say that the database is away.
        () => undefined,
      );
    }, INTERVAL_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
