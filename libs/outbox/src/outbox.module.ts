import { Global, Inject, Module, type DynamicModule, type OnApplicationBootstrap } from '@nestjs/common';
import { Readiness } from '@messenger/health';
import type { DurableSubscriber } from './catalogue.js';
import { Inbox } from './inbox/inbox.js';
import { EventRetention } from './outbox/event-retention.js';
import { OutboxRelay } from './outbox/outbox-relay.js';
import { OutboxSignal } from './outbox/outbox-signal.js';
import { observeOutbox } from './outbox/outbox.metrics.js';
import { Transactions } from './outbox/transactions.js';
import { observeDeadLetters } from './rabbitmq/dead-letters.metrics.js';
import { EventPublisher } from './rabbitmq/event-publisher.js';
import { RabbitMqConnection } from './rabbitmq/rabbitmq-connection.js';

export interface EventsOptions {
  amqpUrl: string;
  /** Whose durable queue this process consumes; absent for a service that consumes nothing. */
  consumes?: DurableSubscriber;
}

const EVENTS_OPTIONS = Symbol('EVENTS_OPTIONS');

/** The broker's connection alone: for a process without a database. */
@Global()
@Module({})
export class BrokerModule implements OnApplicationBootstrap {
  constructor(
    private readonly connection: RabbitMqConnection,
    private readonly readiness: Readiness,
  ) {}

  static register({ amqpUrl }: { amqpUrl: string }): DynamicModule {
    return {
      module: BrokerModule,
      providers: [{ provide: RabbitMqConnection, useFactory: () => new RabbitMqConnection(amqpUrl) }],
      exports: [RabbitMqConnection],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    // Events wait in the outbox while the broker is away; requests need not.
    this.readiness.register('rabbitmq', 'helpful', () =>
      this.connection.connected ? Promise.resolve() : Promise.reject(new Error('not connected')),
    );
    await this.connection.start();
  }
}

/** Outbox, relay and inbox on the service's own schema. */
@Global()
@Module({})
export class EventsModule implements OnApplicationBootstrap {
  constructor(
    @Inject(EVENTS_OPTIONS) private readonly options: EventsOptions,
    private readonly transactions: Transactions,
    private readonly connection: RabbitMqConnection,
  ) {}

  static register(options: EventsOptions): DynamicModule {
    return {
      module: EventsModule,
      imports: [BrokerModule.register(options)],
      providers: [
        { provide: EVENTS_OPTIONS, useValue: options },
        EventPublisher,
        EventRetention,
        Inbox,
        OutboxRelay,
        OutboxSignal,
        Transactions,
      ],
      exports: [Inbox, Transactions],
    };
  }

  onApplicationBootstrap(): void {
    observeOutbox(this.transactions);
    if (this.options.consumes !== undefined) observeDeadLetters(this.connection, this.options.consumes);
  }
}
