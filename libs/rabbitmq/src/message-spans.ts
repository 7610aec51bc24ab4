import { isEventType, type EventEnvelope } from '@messenger/events';
import { follow, type SpanOptions, type Traced } from '@messenger/tracing';
import type { ConsumeMessage } from 'amqplib';

/** Traces that an event goes to an exchange. Its consumers are below that span. */
export function publishing(event: EventEnvelope, exchange: string, batchSize = 1): Traced {
  const batch = batchSize > 1 ? { 'messaging.batch.message_count': batchSize } : {};
  const attributes = { ...attributesOf('publish', 'send', exchange, event.id, event.type), ...batch };
  return follow(`publish ${exchange}`, { kind: 'producer', attributes }, event.traceparent ?? undefined);
}

/** Of a delivery from a durable queue. */
export function processing({ properties, fields }: ConsumeMessage, queue: string): SpanOptions {
  const { messageId: id, type } = properties as { messageId: string; type: string };
  return {
    kind: 'consumer',
    attributes: {
      ...attributesOf('process', 'process', queue, id, isEventType(type) ? type : 'other'),
      'messaging.rabbitmq.message.delivery_tag': fields.deliveryTag,
      'messenger.redelivered': fields.redelivered,
    },
  };
}

export function attributesOf(operation: string, kind: string, destination: string, id: string, type: string) {
  return {
    'messaging.system.name': 'rabbitmq',
    'messaging.operation.name': operation,
    'messaging.operation.type': kind,
    'messaging.destination.name': destination,
    'messaging.message.id': id,
    'messenger.event.type': type,
  };
}
