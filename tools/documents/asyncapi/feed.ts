import { EVENT_TYPES, FEED_CONTENT_TYPE, publisherOf, type EventSource, type EventType } from '@messenger/events';
import { FEED_EXCHANGE } from '@messenger/rabbitmq';
import { BROKER, VERSION } from './broker.js';
import type { AsyncApiDocument, ChannelObject, JsonSchema, MessageObject, OperationObject } from './document.js';
import { exampleOfPayload } from './examples.js';
import type { Schemas } from './json-schema.js';
import type { BrokerEvent } from './payloads.js';
import { messageReferences, messagesAt } from './references.js';

const SOURCES = [...new Set(EVENT_TYPES.map(sourceOf))];

const DESCRIPTION = `All that happens, in the moment after its commit: a message for each commit, and one without events each second, which
says how far the service's log goes. The routing key is the service. Messages are transient and without confirm: one may be
lost, come twice or overtake another. Listeners go by the positions, which have no gap, and read in the log what is missing.

The body is a batch of CloudEvents 1.0 in JSON, \`data\` in protobuf's JSON: a field with its default value ("", 0, []) is
left out.`;

export const FEED_HEADERS: JsonSchema = {
  type: 'object',
  required: ['head'],
  properties: { head: { type: 'integer', description: "The last position of the service's log at that moment." } },
};

/** The exchange of the feeds, with the events of each service. */
export function feedPart(
  events: BrokerEvent[],
  schemas: Schemas,
): Pick<AsyncApiDocument, 'channels' | 'operations'> & { messages: Record<string, MessageObject> } {
  return {
    messages: Object.fromEntries(
      SOURCES.map((source) => [`feed.${source}`, messageOf(source, events.filter(isOf(source)), schemas)]),
    ),
    channels: { feed: exchange(), 'api-gateway.feed': gatewayQueue() },
    operations: {
      ...Object.fromEntries(SOURCES.map((source) => [`${source}-service.feeds`, feeding(source)])),
      'api-gateway.listens': LISTENING,
    },
  };
}

function sourceOf(type: EventType): EventSource {
  return type.split('.')[0] as EventSource;
}

function isOf(source: EventSource): (event: BrokerEvent) => boolean {
  return ({ type }) => sourceOf(type as EventType) === source;
}

function messageOf(source: EventSource, events: BrokerEvent[], schemas: Schemas): MessageObject {
  return {
    name: source,
    title: `A commit of ${source}-service`,
    summary: `the events of a commit of ${source}-service`,
    contentType: FEED_CONTENT_TYPE,
    headers: { $ref: '#/components/schemas/FeedHeaders' },
    payload: { type: 'array', items: { oneOf: events.map(cloudEvent) } },
    examples: [{ payload: events.map((event, index) => exampleOf(event, index + 1, schemas)) }],
  };
}

function cloudEvent({ type, comment, payload }: BrokerEvent): JsonSchema {
  return {
    type: 'object',
    description: comment,
    required: ['specversion', 'id', 'source', 'type', 'time', 'subject', 'position', 'recipientids', 'data'],
    properties: {
      specversion: { type: 'string', const: '1.0' },
      id: { type: 'string', format: 'uuid', description: 'The same wherever the event is seen.' },
      source: { type: 'string', const: `/${publisherOf(type as EventType)}` },
      type: { type: 'string', const: type },
      time: { type: 'string', format: 'date-time', description: 'When it happened.' },
      subject: { type: 'string', description: 'What it happened to: the id of a user, a chat, a request.' },
      position: { type: 'integer', description: "Its place in its service's log." },
      recipientids: { type: 'string', description: 'Whom it concerns: ids of users, separated by commas.' },
      requestid: { type: 'string', description: '`X-Request-Id` of the request that it comes from.' },
      traceparent: { type: 'string', description: 'W3C trace context of that request.' },
      data: { $ref: `#/components/schemas/${payload.typeName}` },
    },
  };
}

function exampleOf({ type, payload }: BrokerEvent, position: number, schemas: Schemas): object {
  const schema = { $ref: `#/components/schemas/${payload.typeName}` };
  return {
    specversion: '1.0',
    id: '019aa3c0-7a4e-7c3e-8d2b-0f4e5a6b7c8d',
    source: `/${publisherOf(type as EventType)}`,
    type,
    time: '2026-01-31T12:05:00.000Z',
    subject: '019aa3c0-1111-7000-8000-000000000001',
    position,
    recipientids: '019aa3c0-1111-7000-8000-000000000001',
    data: exampleOfPayload(type as EventType, schema, schemas),
  };
}

function exchange(): ChannelObject {
  return {
    address: '{service}',
    title: `The exchange ${FEED_EXCHANGE}`,
    description: DESCRIPTION,
    servers: BROKER,
    messages: messagesAt('feed', SOURCES),
    parameters: { service: { description: 'Whose feed it is: the routing key.', enum: SOURCES } },
    bindings: {
      amqp: {
        is: 'routingKey',
        exchange: { name: FEED_EXCHANGE, type: 'topic', durable: true, autoDelete: false },
        ...VERSION,
      },
    },
  };
}

function gatewayQueue(): ChannelObject {
  return {
    address: null,
    title: 'The queue of each gateway',
    description: 'Named by the broker; it lives and dies with its gateway, which reads in the logs what it has missed.',
    servers: BROKER,
    messages: messagesAt('feed', SOURCES),
    bindings: { amqp: { is: 'queue', queue: { exclusive: true, autoDelete: true }, ...VERSION } },
  };
}

function feeding(source: EventSource): OperationObject {
  return {
    action: 'send',
    channel: { $ref: '#/channels/feed' },
    title: `${source}-service feeds`,
    description: 'After each commit with events, and once a second.',
    messages: messageReferences('feed', [source]),
    bindings: { amqp: { deliveryMode: 1, ...VERSION } },
  };
}

const LISTENING: OperationObject = {
  action: 'receive',
  channel: { $ref: '#/channels/api-gateway.feed' },
  title: 'api-gateway listens',
  description: 'Without acknowledgements.',
  messages: messageReferences('api-gateway.feed', SOURCES),
  bindings: { amqp: { ack: false, ...VERSION } },
};
