import { Database } from '@messenger/database';
import type { DurableConsumer, EventSource } from '@messenger/events';
import {
  DeadLetterWatch,
  EventPublisher,
  FeedPublisher,
  RabbitMqConnection,
  RabbitMqModule,
} from '@messenger/rabbitmq';
import {
  Global,
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CommittedEvents, EVENT_SOURCE } from './committed-events.js';
import { EventRetention } from './event-retention.js';
import { FeedHeartbeat } from './feed-heartbeat.js';
import { Inbox } from './inbox.js';
import { OutboxSweeper } from './outbox-sweeper.js';
import { observeOutbox } from './outbox.metrics.js';
import { Outbox } from './outbox.js';

export interface OutboxOptions {
  amqpUrl: string;
  /** As the types of the service's events begin. */
  source: EventSource;
  /** Whose durable queue this process consumes; absent for a service that consumes nothing. */
  consumes?: DurableConsumer;
}

const OUTBOX_OPTIONS = Symbol('OUTBOX_OPTIONS');

/** Outbox and inbox on the service's own schema. */
@Global()
@Module({})
export class OutboxModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private deadLetters: DeadLetterWatch | undefined;

  constructor(
    @Inject(OUTBOX_OPTIONS) private readonly options: OutboxOptions,
    private readonly database: Database,
    private readonly connection: RabbitMqConnection,
  ) {}

  static register(options: OutboxOptions): DynamicModule {
    return {
      module: OutboxModule,
      imports: [RabbitMqModule.register({ url: options.amqpUrl })],
      providers: [
        { provide: OUTBOX_OPTIONS, useValue: options },
        { provide: EVENT_SOURCE, useValue: options.source },
        CommittedEvents,
        EventPublisher,
        EventRetention,
        FeedHeartbeat,
        FeedPublisher,
        Inbox,
        Outbox,
        OutboxSweeper,
      ],
      exports: [Inbox, Outbox],
    };
  }

  onApplicationBootstrap(): void {
    observeOutbox(this.database);
    if (this.options.consumes === undefined) return;
    this.deadLetters = new DeadLetterWatch(this.connection, this.options.consumes);
    this.deadLetters.onApplicationBootstrap();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.deadLetters?.onApplicationShutdown();
  }
}
