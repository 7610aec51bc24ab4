import { Database } from '@messenger/database';
import type { DurableSubscriber } from '@messenger/events';
import { EventPublisher, observeDeadLetters, RabbitMqConnection, RabbitMqModule } from '@messenger/rabbitmq';
import { Global, Inject, Module, type DynamicModule, type OnApplicationBootstrap } from '@nestjs/common';
import { EventRetention } from './event-retention.js';
import { Inbox } from './inbox.js';
import { OutboxRelay } from './outbox-relay.js';
import { OutboxSignal } from './outbox-signal.js';
import { observeOutbox } from './outbox.metrics.js';
import { Outbox } from './outbox.js';

export interface OutboxOptions {
  amqpUrl: string;
  /** Whose durable queue this process consumes; absent for a service that consumes nothing. */
  consumes?: DurableSubscriber;
}

const OUTBOX_OPTIONS = Symbol('OUTBOX_OPTIONS');

/** Outbox, relay and inbox on the service's own schema. */
@Global()
@Module({})
export class OutboxModule implements OnApplicationBootstrap {
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
        EventPublisher,
        EventRetention,
        Inbox,
        Outbox,
        OutboxRelay,
        OutboxSignal,
      ],
      exports: [Inbox, Outbox],
    };
  }

  onApplicationBootstrap(): void {
    observeOutbox(this.database);
    if (this.options.consumes !== undefined) observeDeadLetters(this.connection, this.options.consumes);
  }
}
