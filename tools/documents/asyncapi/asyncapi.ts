import type { AsyncApiDocument } from './document.js';
import { compileProtos } from '../descriptors.js';
import { openApiDocument } from '../openapi.js';
import { brokerPart, EVENT_HEADERS } from './broker.js';
import { FEED_HEADERS, feedPart } from './feed.js';
import { referredBy, schemasOf, toJsonSchemas } from './json-schema.js';
import { livePart } from './live.js';
import { brokerEvents, payloadSchemas } from './payloads.js';

const DESCRIPTION = `The events that Messenger publishes: to people's devices over a WebSocket, and between its services over RabbitMQ.

The HTTP API is described at \`/docs\`, in OpenAPI; shapes that both have are the same. Times are RFC 3339 in UTC.`;

/** Describes the frames of the live connection and the events of the broker, from the code and the protos. */
export async function asyncApiDocument(): Promise<AsyncApiDocument> {
  const events = brokerEvents(compileProtos());
  const views = schemasOf(await openApiDocument());
  const schemas = {
    ...views,
    ...payloadSchemas(
      events.map(({ payload }) => payload),
      views,
    ),
  };
  const live = livePart(schemas, events);
  const feed = feedPart(events, schemas);
  const broker = brokerPart(events, schemas);
  const messages = { ...live.messages, ...feed.messages, ...broker.messages };
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Messenger: events',
      version: '1',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: SERVERS,
    channels: { ...live.channels, ...feed.channels, ...broker.channels },
    operations: { ...live.operations, ...feed.operations, ...broker.operations },
    components: {
      messages,
      schemas: {
        ...toJsonSchemas(referredBy(messages, schemas)),
        FeedHeaders: FEED_HEADERS,
        EventHeaders: EVENT_HEADERS,
      },
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

const SERVERS: AsyncApiDocument['servers'] = {
  gateway: {
    host: '127.0.0.1:3000',
    protocol: 'ws',
    description: 'The API, to which devices connect.',
    security: [{ $ref: '#/components/securitySchemes/header' }, { $ref: '#/components/securitySchemes/subprotocol' }],
  },
  broker: {
    host: '127.0.0.1:5672',
    protocol: 'amqp',
    description: 'RabbitMQ, at `AMQP_URL`: for the services alone.',
    security: [{ $ref: '#/components/securitySchemes/broker' }],
  },
};

const SECURITY_SCHEMES = {
  header: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: '`Authorization: Bearer <accessToken>`.',
  },
  subprotocol: {
    type: 'httpApiKey',
    name: 'Sec-WebSocket-Protocol',
    in: 'header',
    description: 'From a browser, which cannot set headers: `Sec-WebSocket-Protocol: bearer, <accessToken>`.',
  },
  broker: { type: 'userPassword', description: 'User and password of `AMQP_URL`.' },
};
