import type { Options } from 'amqplib';
import { publisherOf, type EventType } from './catalogue.js';

/** An event as it leaves its service: its CloudEvents attributes, and the JSON of its payload. */
export interface EventEnvelope {
  id: string;
  type: EventType;
  /** What it is about: the id of a user, a pair, a chat. */
  subject: string;
  time: Date;
  /** Place in its service's log. */
  position: number;
  recipientIds: string[];
  requestId: string | null;
  traceparent: string | null;
  payload: object;
}

/** CloudEvents 1.0 in its AMQP binding: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/amqp-protocol-binding.md */
export function amqpPropertiesOf(event: EventEnvelope): Options.Publish {
  return {
    persistent: true,
    mandatory: true,
    messageId: event.id,
    type: event.type,
    contentType: 'application/json',
    timestamp: Math.floor(event.time.getTime() / 1_000),
    headers: {
      'cloudEvents:specversion': '1.0',
      'cloudEvents:id': event.id,
      'cloudEvents:source': `/${publisherOf(event.type)}`,
      'cloudEvents:type': event.type,
      'cloudEvents:time': event.time.toISOString(),
      'cloudEvents:subject': event.subject,
      ...(event.traceparent !== null && { 'cloudEvents:traceparent': event.traceparent }),
      ...(event.requestId !== null && { 'cloudEvents:requestid': event.requestId }),
      'cloudEvents:position': String(event.position),
      'cloudEvents:recipientids': event.recipientIds.join(','),
    },
  };
}
