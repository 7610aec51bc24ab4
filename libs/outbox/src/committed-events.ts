import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '@messenger/database';
import { hasDurableConsumer, type EventEnvelope, type EventSource } from '@messenger/events';
import { EventPublisher, FeedPublisher } from '@messenger/rabbitmq';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { publishAndMark } from './publish-and-mark.js';

export const EVENT_SOURCE = Symbol('EVENT_SOURCE');

/** For the broker's confirms while the process ends; what is left is published after the next start. */
const FINAL_DRAIN_MS = 2_000;

/** Publishes what this process has committed, at once and from memory: to its feed, and durably what has a consumer. */
@Injectable()
export class CommittedEvents implements OnApplicationShutdown {
  private readonly logger = new Logger(CommittedEvents.name);
  private readonly inFlight = new Set<Promise<void>>();

  constructor(
    @Inject(EVENT_SOURCE) private readonly source: EventSource,
    private readonly database: Database,
    private readonly feed: FeedPublisher,
    private readonly publisher: EventPublisher,
  ) {}

  /** The events of one commit, in the order of their positions. */
  publish(events: EventEnvelope[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    this.feed.publish(this.source, last.position, events);
    const durable = events.filter(({ type }) => hasDurableConsumer(type));
    if (durable.length > 0) this.publishDurably(durable);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.race([Promise.allSettled(this.inFlight), sleep(FINAL_DRAIN_MS, undefined, { ref: false })]);
  }

  private publishDurably(events: EventEnvelope[]): void {
    const publishing = publishAndMark(this.database, this.publisher, events)
      .then(() => undefined)
      .catch((error: unknown) => this.logger.warn('Events wait in the outbox', error as Error))
      .finally(() => this.inFlight.delete(publishing));
    this.inFlight.add(publishing);
  }
}
