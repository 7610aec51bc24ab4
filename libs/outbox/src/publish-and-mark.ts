import type { Database } from '@messenger/database';
import type { EventEnvelope } from '@messenger/events';
import type { EventPublisher } from '@messenger/rabbitmq';
import { markPublished } from './outbox.repository.js';

/**
 * Publishes events durably, and marks those that the broker has confirmed; resolves with how many. No transaction is held
 * meanwhile: whoever dies in between publishes them again, and consumers drop that.
 */
export async function publishAndMark(
  database: Database,
  publisher: EventPublisher,
  events: EventEnvelope[],
): Promise<number> {
  const confirmed = await publisher.publish(events);
  const positions = confirmed.map(({ position }) => position);
  if (positions.length > 0) await markPublished(database, positions);
  return positions.length;
}
