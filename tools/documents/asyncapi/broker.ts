import {
  DURABLE_SUBSCRIPTIONS,
  EVENT_TYPES,
  hasDurableConsumer,
  publisherOf,
  type DurableConsumer,
  type EventType,
} from '@messenger/events';
import { EVENTS_EXCHANGE, queuesOf } from '@messenger/rabbitmq';
import type { AsyncApiDocument, ChannelObject, JsonSchema, MessageObject, OperationObject } from './document.js';
import { exampleOfPayload } from './examples.js';
import type { Schemas } from './json-schema.js';
import type { BrokerEvent } from './payloads.js';
import { messageReferences, messagesAt } from './references.js';

export const BROKER = [{ $ref: '#/servers/broker' }];
export const VERSION = { bindingVersion: '0.3.0' };

const DURABLE_TYPES = EVENT_TYPES.filter(hasDurableConsumer);

const DESCRIPTION = `Facts that another service consumes: \`<service>.<past_tense_fact>.v<N>\`. The routing key is the type. Each
is a row of its writer's transaction; after the commit it is published, persistent and confirmed. It may come twice, and
after a failure out of order: consumers remember the ids of what they have handled, and go by versions.

CloudEvents 1.0 in the AMQP binding's headers, and protobuf's JSON as the body: a field with its default value ("", 0, [])
is left out.`;

/** The attributes of CloudEvents, as headers of an AMQP message. */
export const EVENT_HEADERS: JsonSchema = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'time', 'subject', 'position', 'recipientids'].map(header),
  properties: {
    [header('specversion')]: { type: 'string', const: '1.0' },
    [header('id')]: { type: 'string', format: 'uuid', description: 'The same wherever the event is seen.' },
    [header('source')]: { type: 'string', enum: [...new Set(DURABLE_TYPES.map((type) => `/${publisherOf(type)}`))] },
    [header('type')]: { type: 'string', description: 'What happened: the routing key.' },
    [header('time')]: { type: 'string', format: 'date-time', description: 'When it happened.' },
    [header('subject')]: { type: 'string', description: 'What it happened to: the id of a user, a chat, a request.' },
    [header('traceparent')]: { type: 'string', description: 'W3C trace context of the request that it comes from.' },
    [header('requestid')]: { type: 'string', description: '`X-Request-Id` of that request.' },
    [header('position')]: {
      type: 'string',
      pattern: String.raw`^\d+$`,
      description: "Its place in its service's log.",
    },
    [header('recipientids')]: { type: 'string', description: 'Whom it concerns: ids of users, separated by commas.' },
  },
};

function header(attribute: string): string {
  return `cloudEvents:${attribute}`;
}

/** The exchange and the queues, with the events that services publish for each other. */
export function brokerPart(
  events: BrokerEvent[],
  schemas: Schemas,
): Pick<AsyncApiDocument, 'channels' | 'operations'> & { messages: Record<string, MessageObject> } {
  const durable = Object.entries(DURABLE_SUBSCRIPTIONS) as [DurableConsumer, readonly EventType[]][];
  const publishers = [...new Set(DURABLE_TYPES.map(publisherOf))];
  const consumed = events.filter(({ type }) => DURABLE_TYPES.includes(type as EventType));
  return {
    messages: Object.fromEntries(consumed.map((event) => [`event.${event.type}`, messageOf(event, schemas)])),
    channels: {
      events: exchange(),
      ...Object.fromEntries(durable.map(([service, types]) => [queuesOf(service).main, durableQueue(service, types)])),
    },
    operations: {
      ...Object.fromEntries(publishers.map((service) => [`${service}.publishes`, publishing(service)])),
      ...Object.fromEntries(durable.map(([service, types]) => [`${service}.consumes`, consuming(service, types)])),
    },
  };
}

function messageOf({ type, comment, payload }: BrokerEvent, schemas: Schemas): MessageObject {
  const schema = { $ref: `#/components/schemas/${payload.typeName}` };
  return {
    name: type,
    title: type,
    summary: comment,
    headers: { $ref: '#/components/schemas/EventHeaders' },
    payload: schema,
    bindings: { amqp: { messageType: type, ...VERSION } },
    examples: [{ payload: exampleOfPayload(type as EventType, schema, schemas) }],
  };
}

function exchange(): ChannelObject {
  return {
    address: '{type}',
    title: `The exchange ${EVENTS_EXCHANGE}`,
    description: DESCRIPTION,
    servers: BROKER,
    messages: messagesAt('event', DURABLE_TYPES),
    parameters: {
      type: { description: 'What happened.', enum: DURABLE_TYPES, location: `$message.header#/${header('type')}` },
    },
    bindings: {
      amqp: {
        is: 'routingKey',
        exchange: { name: EVENTS_EXCHANGE, type: 'topic', durable: true, autoDelete: false },
        ...VERSION,
      },
    },
  };
}

function durableQueue(service: DurableConsumer, types: readonly EventType[]): ChannelObject {
  const { main, retry, deferred, dead } = queuesOf(service);
  return {
    address: main,
    title: `The queue of ${service}`,
    description: `A quorum queue. An event that fails waits in \`${retry}\` and comes back; one whose type this version does not know waits in \`${deferred}\` for an instance that does. After too many attempts, or a day, it lies in \`${dead}\`.`,
    servers: BROKER,
    messages: messagesAt('event', types),
    bindings: {
      amqp: { is: 'queue', queue: { name: main, durable: true, exclusive: false, autoDelete: false }, ...VERSION },
    },
  };
}

function publishing(service: string): OperationObject {
  const types = DURABLE_TYPES.filter((type) => publisherOf(type) === service);
  return {
    action: 'send',
    channel: { $ref: '#/channels/events' },
    title: `${service} publishes`,
    description: '`mandatory`: what no queue has taken does not count as published.',
    messages: messageReferences('events', types),
    bindings: { amqp: { deliveryMode: 2, timestamp: true, ...VERSION } },
  };
}

function consuming(service: string, types: readonly EventType[]): OperationObject {
  return {
    action: 'receive',
    channel: { $ref: `#/channels/${service}.events` },
    title: `${service} consumes`,
    description: 'Acknowledged after the handler: once its effect is committed.',
    messages: messageReferences(`${service}.events`, types),
    bindings: { amqp: { ack: true, ...VERSION } },
  };
}
