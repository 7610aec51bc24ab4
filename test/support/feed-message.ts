import { randomUUID } from 'node:crypto';
import { encodeFeedEvents, type EventSource } from '@messenger/events';
import { FEED_EXCHANGE } from '@messenger/rabbitmq';
import { connect } from 'amqplib';
import type { HandWrittenEvent } from './schema.js';

/** A message of a feed, as a test publishes it by hand. */
export interface HandMadeMessage {
  head: number;
  body: Buffer;
}

/** The message of a commit whose first event has that position. */
export function feedMessageOf(first: number, events: HandWrittenEvent[]): HandMadeMessage {
  const envelopes = events.map(({ recipientIds = [], ...event }, index) => ({
    ...event,
    recipientIds,
    subject: 'test',
    time: new Date(),
    position: first + index,
    requestId: null,
    traceparent: null,
  }));
  return { head: first + events.length - 1, body: encodeFeedEvents(envelopes) };
}

/** Publishes to a feed, one right after the other. */
export async function publishToFeed(amqpUrl: string, source: EventSource, messages: HandMadeMessage[]): Promise<void> {
  const connection = await connect(amqpUrl);
  const channel = await connection.createConfirmChannel();
  for (const { head, body } of messages) channel.publish(FEED_EXCHANGE, source, body, { headers: { head } });
  await channel.waitForConfirms();
  await connection.close();
}

/** An event that changes nothing, and which devices of its recipients show. */
export function aReading(recipientIds: string[] = [], seq = 1): HandWrittenEvent {
  const payload = { chatId: randomUUID(), userId: randomUUID(), seq };
  return { id: randomUUID(), type: 'chat.read.v1', recipientIds, payload };
}
