import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '@messenger/database';
import { hasDurableConsumer, type EventEnvelope, type EventSource } from '@messenger/events';
import { EventPublisher, FeedPublisher } from '@messenger/rabbitmq';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { markPublished } from './outbox.repository.js';

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
    const publishing = this.publishAndMark(events)
      .catch((error: unknown) => this.logger.warn('Events wait in the outbox', error as Error))
      .finally(() => this.inFlight.delete(publishing));
    this.inFlight.add(publishing);
  }

  /** No transaction is held while the broker confirms: who dies in between publishes again, and consumers drop that. */
  private async publishAndMark(events: EventEnvelope[]): Promise<void> {
    const confirmed = await this.publisher.publish(events);
    if (confirmed.length > 0)
      await markPublished(
        this.database,
        confirmed.map(({ position }) => position),
      );
  }
}
