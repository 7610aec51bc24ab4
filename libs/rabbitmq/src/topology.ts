import type { Channel } from 'amqplib';
import { DURABLE_SUBSCRIPTIONS, type DurableConsumer } from '@messenger/events';

/** Topic exchange; the routing key is the event's type. */
export const EVENTS_EXCHANGE = 'messenger.events';
/** Topic exchange; the routing key is the service whose feed it is. */
export const FEED_EXCHANGE = 'messenger.feed';

/** Deliveries of one message before the broker itself dead-letters it: for a message that kills its consumer. */
const DELIVERY_LIMIT = 20;
/** Reading a dead letter is a delivery, too; since RabbitMQ 4 a queue without a limit has one of 20. */
const DEAD_LETTER_DELIVERY_LIMIT = 1_000_000_000;

export interface ConsumerQueues {
  main: string;
  /** Where a failed event waits before it comes back to the main queue. */
  retry: string;
  /** Where an event waits that this version does not know. Apart from the failed ones: only the head of a queue expires. */
  deferred: string;
  /** The dead-letter queue: an event that was given up stays there until somebody replays it. */
  dead: string;
}

export function queuesOf(service: DurableConsumer): ConsumerQueues {
  const main = `${service}.events`;
  return { main, retry: `${main}.retry`, deferred: `${main}.deferred`, dead: `${main}.dead` };
}

/**
 * Declares the exchange and every durable queue, whoever connects first: an event that has a durable consumer is never
 * published into the void. Quorum queues hand a message on only once its next queue has it (at-least-once).
 */
export async function assertTopology(channel: Channel): Promise<void> {
  await channel.assertExchange(EVENTS_EXCHANGE, 'topic', { durable: true });
  await channel.assertExchange(FEED_EXCHANGE, 'topic', { durable: true });
  for (const service of Object.keys(DURABLE_SUBSCRIPTIONS) as DurableConsumer[]) {
    const { main, retry, deferred, dead } = queuesOf(service);
    await assertQuorumQueue(channel, dead, { 'x-delivery-limit': DEAD_LETTER_DELIVERY_LIMIT });
    await assertQuorumQueue(channel, main, { 'x-delivery-limit': DELIVERY_LIMIT, ...handingOnTo(dead) });
    await assertQuorumQueue(channel, retry, handingOnTo(main));
    await assertQuorumQueue(channel, deferred, handingOnTo(main));
    for (const type of DURABLE_SUBSCRIPTIONS[service]) await channel.bindQueue(main, EVENTS_EXCHANGE, type);
  }
}

async function assertQuorumQueue(channel: Channel, name: string, queueArguments: object = {}): Promise<void> {
  await channel.assertQueue(name, { durable: true, arguments: { 'x-queue-type': 'quorum', ...queueArguments } });
}

function handingOnTo(queue: string): object {
  return {
    'x-dead-letter-exchange': '',
    'x-dead-letter-routing-key': queue,
    'x-dead-letter-strategy': 'at-least-once',
    'x-overflow': 'reject-publish',
  };
}
