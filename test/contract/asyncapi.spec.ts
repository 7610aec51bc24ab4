import specifications from '@asyncapi/specs';
import {
  decodePayload,
  encodePayload,
  EVENT_TYPES,
  hasDurableConsumer,
  LOGGED_EVENT_TYPES,
  publisherOf,
  type EventType,
} from '@messenger/events';
import { CLOSE_CODES, parseClientFrame } from '@messenger/live';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../tools/documents/asyncapi/document.js';
import { asyncApiDocument } from '../../tools/documents/asyncapi/asyncapi.js';
import { Messages } from '../support/asyncapi-messages.js';

const document = await asyncApiDocument();
const messages = Messages.withoutUnknownFields(document);
const { channels, operations } = document;

/** The names of an operation's messages. */
function saidBy(operation: string): string[] {
  return operations[operation]!.messages.map(({ $ref }) => $ref.split('/').at(-1)!);
}

/** The schemas of all events that are on a feed. */
const eventSchemas = Object.keys(document.components.messages)
  .filter((key) => key.startsWith('feed.'))
  .flatMap((key) => document.components.messages[key]!.payload.items!.oneOf!);

function typeOf({ properties }: JsonSchema): string {
  return properties!.type!.const as string;
}

/** The names of the fields of an event's `data`, or of one of its fields. */
function fieldsOf(type: EventType, field?: string): string[] {
  const schemaAt = ($ref: string): JsonSchema => document.components.schemas[$ref.split('/').at(-1)!]!;
  const { properties = {} } = schemaAt(eventSchemas.find((schema) => typeOf(schema) === type)!.properties!.data!.$ref!);
  return Object.keys(field === undefined ? properties : schemaAt(properties[field]!.allOf![0]!.$ref!).properties!);
}

/** What the document shows of an event's `data` on its feed. */
function exampleOf(type: EventType): object {
  const { examples } = document.components.messages[`feed.${type.split('.')[0]}`]!;
  const batch = examples[0]!.payload as { type: string; data: object }[];
  return batch.find((event) => event.type === type)!.data;
}

function operationsThat(ending: string): [service: string, types: string[]][] {
  const ids = Object.keys(operations).filter((id) => id.endsWith(ending));
  return ids.map((id) => [id.slice(0, -ending.length), saidBy(id)]);
}

it('the document is valid AsyncAPI 3.0', () => {
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  // Its type and ajv's do not agree on which keywords may be undefined.
  const schema = Object.fromEntries(Object.entries(specifications.schemasWithoutId['3.0.0']));
  const validate = ajv.compile(schema);
  validate(document);
  expect(validate.errors).toBeNull();
});

it('what the document refers to is there', () => {
  const places = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, place = '']) => place);
  const found = (place: string): unknown => place.split('/').reduce((part: any, name) => part?.[name], document); // eslint-disable-line @typescript-eslint/no-explicit-any -- a path
  expect(places.filter((place) => found(place) === undefined)).toEqual([]);
});

it('an operation speaks of messages of its channel alone, and each of these is spoken of', () => {
  const spoken = Object.values(operations).flatMap(({ channel, messages: said }) => {
    expect(said.filter(({ $ref }) => !$ref.startsWith(`${channel.$ref}/messages/`))).toEqual([]);
    return said.map(({ $ref }) => $ref);
  });
  const there = Object.entries(channels).flatMap(([id, { messages: said }]) =>
    Object.keys(said).map((name) => `#/channels/${id}/messages/${name}`),
  );
  expect(spoken.sort()).toEqual(there.sort());
});

describe('events', () => {
  it('are those of the catalogue, and each proto says its type', () => {
    expect(eventSchemas.map(typeOf).sort()).toEqual(EVENT_TYPES.toSorted());
  });

  it('are on the feed of the service whose name they bear', () => {
    for (const [source, said] of operationsThat('-service.feeds')) expect(said).toEqual([source]);
    for (const { properties } of eventSchemas)
      expect(properties!.source!.const).toBe(`/${publisherOf(properties!.type!.const as EventType)}`);
  });

  it('are published for other services, too, where these consume them', () => {
    const published = operationsThat('.publishes').flatMap(([service, types]) => types.map((type) => [type, service]));
    const durable = EVENT_TYPES.filter(hasDurableConsumer);
    expect(published.sort()).toEqual(durable.map((type) => [type, publisherOf(type)]).sort());
    const consumed = operationsThat('.consumes').flatMap(([, types]) => types);
    expect([...new Set(consumed)].sort()).toEqual(durable.toSorted());
  });

  it.each(EVENT_TYPES)('%s is on the wire what the document shows', (type) => {
    const payload = exampleOf(type);
    const event = decodePayload(type, payload);
    expect(JSON.parse(JSON.stringify(encodePayload(type, event)))).toEqual(payload);
    expect(Object.keys(event)).toEqual(fieldsOf(type));
    if ('message' in event) expect(Object.keys(event.message!)).toEqual(fieldsOf(type, 'message'));
  });
});

describe('frames', () => {
  it('of the server are the events that people read, and the answers to frames of a client', () => {
    const answers = ['live', 'sent', 'refused', 'pong'];
    expect(saidBy('server.says').sort()).toEqual([...LOGGED_EVENT_TYPES, ...answers].sort());
  });

  it('of a client are those that the gateway understands, and no other', () => {
    const value = fc.oneof(fc.string(), fc.constant(null), fc.integer(), fc.object());
    const type = fc.constantFrom(...saidBy('client.says'), 'live', null);
    // A text that is no id is understood, and answered `refused`.
    const id = fc.oneof(fc.uuid(), fc.constant(null), fc.integer());
    const fields = fc.record(
      { type, cursor: value, token: value, id, chatId: id, text: value, more: value },
      { requiredKeys: [] },
    );
    const asDescribed = new Messages(document);
    fc.assert(
      fc.property(fields, (frame) => {
        const complaints = saidBy('client.says').map((name) =>
          asDescribed.complaint(`frame.${name}`, 'payload', frame),
        );
        expect(complaints.includes(undefined)).toBe(parseClientFrame(JSON.stringify(frame)) !== undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  it('end with the codes that the gateway closes with, and with the one of ws itself', () => {
    const codes = channels.live!['x-close-codes']!;
    expect(codes).toEqual([...Object.values(CLOSE_CODES), expect.objectContaining({ code: 1009 })]);
  });
});

it.each(messages.all)('the example of %s is one', (key, { examples }) => {
  expect(examples).toHaveLength(1);
  expect(messages.complaint(key, 'payload', JSON.parse(JSON.stringify(examples[0]!.payload)))).toBeUndefined();
});
