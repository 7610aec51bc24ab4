import type { DurableConsumer } from '@messenger/events';
import { connect } from 'amqplib';
import { DeadLetterQueue, type DeadLetter } from './dead-letter-queue.js';
import { assertTopology } from './topology.js';

/** The content of a service's dead-letter queue, for a program without a connection: the oldest first. */
export function listDeadLetters(amqpUrl: string, service: DurableConsumer): Promise<DeadLetter[]> {
  return withDeadLetters(amqpUrl, service, (queue) => queue.list());
}

/** Sends every dead letter, or the one with that event id, back to its queue as if it were new. Returns how many went. */
export function replayDeadLetters(amqpUrl: string, service: DurableConsumer, eventId?: string): Promise<number> {
  return withDeadLetters(amqpUrl, service, (queue) =>
    queue.replay(({ id }) => eventId === undefined || id === eventId),
  );
}

async function withDeadLetters<T>(
  amqpUrl: string,
  service: DurableConsumer,
  work: (queue: DeadLetterQueue) => Promise<T>,
): Promise<T> {
  const connection = await connect(amqpUrl);
  try {
    const channel = await connection.createConfirmChannel();
    await assertTopology(channel);
    const result = await work(new DeadLetterQueue(channel, service));
    await channel.close();
    return result;
  } finally {
    await connection.close();
  }
}
