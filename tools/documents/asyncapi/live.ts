import { LOGGED_EVENT_TYPES, type LoggedEventType } from '@messenger/events';
import { CLOSE_CODES, MAX_FRAME_BYTES, type ClientFrame, type EventFrame, type ServerFrame } from '@messenger/live';
import type { AsyncApiDocument, ChannelObject, MessageObject, Reference } from './document.js';
import { exampleOf } from '../../../apps/api-gateway/src/openapi/examples.js';
import { exampleOfData } from './examples.js';
import { toJsonSchema, type OpenApiSchema, type Schemas } from './json-schema.js';
import type { BrokerEvent } from './payloads.js';
import { messageReferences, messagesAt } from './references.js';

/** A schema for each field that a frame's type has, and for no other. */
type FieldsOf<Frame> = Record<Exclude<keyof Frame, 'type'>, OpenApiSchema>;

interface Described<Frame> {
  summary: string;
  fields: FieldsOf<Frame>;
  /** Fields that may be absent. */
  optional?: string[];
}

const CURSOR: OpenApiSchema = { type: 'string', example: 'djEuMTIuNS45MDA' };
const ID: OpenApiSchema = { type: 'string', format: 'uuid', example: '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42' };
const ANSWERED_ID: OpenApiSchema = { ...ID, description: 'Of the `send`.' };

const CLIENT_FRAMES: { [Frame in ClientFrame as Frame['type']]: Described<Frame> } = {
  resume: {
    summary: 'First, once: after which cursor to send.',
    fields: {
      cursor: { ...CURSOR, nullable: true, description: 'One of `GET /v1/events` or of any frame; null: from now.' },
    },
  },
  auth: {
    summary: 'Later, before the token expires: a fresh one of the same person. It is not answered.',
    fields: { token: { type: 'string', example: 'eyJhbGciOi…', description: 'An `accessToken`.' } },
  },
  send: {
    summary: 'Sends a message, by the rules, limits and reasons of `POST /v1/chats/{chatId}/messages`. Safe to repeat.',
    fields: {
      id: { ...ID, description: 'Its `clientMessageId`: a UUID of your choice, which names the answer, too.' },
      chatId: ID,
      text: { type: 'string', example: 'Hello, Grace!' },
    },
  },
  ping: { summary: 'At any time: asks for a `pong`. A page cannot see the pings of the protocol.', fields: {} },
};

/** The server's frames other than events. */
const SERVER_FRAMES: { [Frame in Exclude<ServerFrame, EventFrame> as Frame['type']]: Described<Frame> } = {
  live: {
    summary: 'Once, after `resume`: the replay is over, what follows is happening now.',
    fields: { cursor: { ...CURSOR, description: 'Covers everything sent before it.' } },
  },
  sent: {
    summary: 'Answers a `send`: the message is stored, by it or by an earlier one of the same id.',
    fields: { id: ANSWERED_ID, message: { $ref: '#/components/schemas/MessageView' } },
  },
  refused: {
    summary: 'Answers a `send` that was refused, with the problem that the POST would have had.',
    fields: {
      id: ANSWERED_ID,
      problem: { $ref: '#/components/schemas/Problem' },
      retryAfter: { type: 'integer', example: 7, description: "Seconds, as the POST's `Retry-After`; often absent." },
    },
    optional: ['retryAfter'],
  },
  pong: { summary: 'Answers a `ping`.', fields: {} },
};

const DESCRIPTION = `Brings to a device what happens to its person: the events of \`GET /v1/events\`, as they happen. Frames are JSON
texts of up to ${MAX_FRAME_BYTES / 1024} KB from a client.

A client that keeps the cursor of the last frame that it has dealt with resumes by it, at any gateway, and misses nothing
and sees nothing twice. Each service's events come in that service's order; within a chat, by \`seq\`. An event of a type
that a client does not know is to be passed over: there will be more.

What is wrong is answered before the upgrade, as problem+json: 401 as everywhere, 403 ORIGIN_NOT_ALLOWED, 404 NOT_FOUND,
429 RATE_LIMITED, 503 UNAVAILABLE. The server pings every 25 s, and drops a peer that is silent for 60 s.`;

/** The WebSocket: its channel, the frames of both sides, and its close codes. */
export function livePart(
  schemas: Schemas,
  events: BrokerEvent[],
): Pick<AsyncApiDocument, 'channels' | 'operations'> & {
  messages: Record<string, MessageObject>;
} {
  const clientFrames = Object.entries(CLIENT_FRAMES).map(([type, frame]) => closed(messageOf(type, frame, schemas)));
  const serverFrames = [
    ...LOGGED_EVENT_TYPES.map((type) => eventFrame(type, schemas, events)),
    ...Object.entries(SERVER_FRAMES).map(([type, frame]) => messageOf(type, frame, schemas)),
  ];
  const names = (frames: MessageObject[]): string[] => frames.map(({ name }) => name);
  return {
    messages: Object.fromEntries([...clientFrames, ...serverFrames].map((frame) => [`frame.${frame.name}`, frame])),
    channels: { live: channel(messagesAt('frame', names([...clientFrames, ...serverFrames]))) },
    operations: {
      'client.says': {
        action: 'receive',
        channel: { $ref: '#/channels/live' },
        title: 'A client says',
        description: 'First `resume`, and nothing before it. Unknown fields are refused, as everywhere.',
        messages: messageReferences('live', names(clientFrames)),
      },
      'server.says': {
        action: 'send',
        channel: { $ref: '#/channels/live' },
        title: 'The server says',
        description: 'Events, each with the cursor to resume by.',
        messages: messageReferences('live', names(serverFrames)),
      },
    },
  };
}

function channel(messages: Record<string, Reference>): ChannelObject {
  return {
    address: '/v1/ws',
    title: 'The live connection',
    description: DESCRIPTION,
    servers: [{ $ref: '#/servers/gateway' }],
    messages,
    bindings: {
      ws: {
        method: 'GET',
        headers: {
          type: 'object',
          properties: {
            Authorization: { type: 'string', description: '`Bearer <accessToken>`.' },
            'Sec-WebSocket-Protocol': {
              type: 'string',
              description: 'From a browser: `bearer, <accessToken>`. The answer repeats `bearer` alone.',
            },
            Origin: { type: 'string', description: "A page's: the API's own, or one of `CORS_ORIGINS`." },
          },
        },
        bindingVersion: '0.1.0',
      },
    },
    'x-close-codes': [
      ...Object.values(CLOSE_CODES),
      { code: 1009, reason: '', advice: `a frame over ${MAX_FRAME_BYTES / 1024} KB: a mistake of the client` },
    ],
  };
}

function eventFrame(type: LoggedEventType, schemas: Schemas, events: BrokerEvent[]): MessageObject {
  const data = dataOf(type, schemas);
  const [summary = ''] = /^[^.]+\./.exec(events.find((event) => event.type === type)?.comment ?? '') ?? [];
  const fields: FieldsOf<EventFrame> = {
    cursor: { ...CURSOR, description: 'To resume by, once the event is dealt with.' },
    data,
  };
  const frame = messageOf(type, { summary, fields }, schemas);
  const payload = { type, cursor: CURSOR.example, data: exampleOfData(type, data, schemas) };
  return { ...frame, examples: [{ payload }] };
}

/** The schema of `data` in `GET /v1/events` for events of the type. */
function dataOf(type: LoggedEventType, schemas: Schemas): OpenApiSchema {
  const view = Object.values(schemas).find(({ properties }) => properties?.type?.enum?.includes(type));
  if (view?.properties?.data === undefined) throw new Error(`No view of events.views.ts names ${type}`);
  return view.properties.data;
}

function messageOf(
  type: string,
  { summary, fields, optional = [] }: Described<object>,
  schemas: Schemas,
): MessageObject {
  const properties: Schemas = { type: { type: 'string', const: type }, ...fields };
  const examples = Object.entries<OpenApiSchema>({ ...fields }).map(
    ([name, field]) => [name, exampleOf({ components: { schemas } }, field)] as const,
  );
  return {
    name: type,
    title: type,
    summary,
    payload: toJsonSchema({
      type: 'object',
      required: Object.keys(properties).filter((name) => !optional.includes(name)),
      properties,
    }),
    examples: [{ payload: { type, ...Object.fromEntries(examples) } }],
  };
}

function closed(frame: MessageObject): MessageObject {
  return { ...frame, payload: { ...frame.payload, additionalProperties: false } };
}
