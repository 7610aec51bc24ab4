import type { Database } from '@messenger/database';
import { CommittedEvents, Outbox } from '@messenger/outbox';
import { EventPublisher, FeedPublisher, RabbitMqConnection } from '@messenger/rabbitmq';

/** The outbox of a service whose broker is away: events are written, and wait. */
export function unconnectedOutbox(database: Database): Outbox {
  const connection = new RabbitMqConnection('amqp://127.0.0.1:1');
  const committed = new CommittedEvents(
    'auth',
    database,
    new FeedPublisher(connection),
    new EventPublisher(connection),
  );
  return new Outbox(committed);
}
