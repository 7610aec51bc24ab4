import specifications from '@asyncapi/specs';
import { decodePayload, encodePayload, EVENT_TYPES, LOGGED_EVENT_TYPES, publisherOf } from '@messenger/events';
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

/** The names of the fields of a message, or of one of its fields. */
function fieldsOf(key: string, field?: string): string[] {
  const schemaAt = ($ref: string): JsonSchema => document.components.schemas[$ref.split('/').at(-1)!]!;
  const { properties = {} } = schemaAt(document.components.messages[key]!.payload.$ref!);
  return Object.keys(field === undefined ? properties : schemaAt(properties[field]!.allOf![0]!.$ref!).properties!);
}

function operationsThat(ending: string): [service: string, types: string[]][] {
  const ids = Object.keys(operations).filter((id) => id.endsWith(ending));
  return ids.map((id) => [id.slice(0, -ending.length), saidBy(id)]);
}

it('the document is valid AsyncAPI 3.0', () => {
  const ajv = new Ajv({ strict: false });
  formats.default(ajv);
  const validate = ajv.compile(specifications.schemasWithoutId['3.0.0']);
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
    const described = messages.all.flatMap(([key]) => (key.startsWith('event.') ? [key.slice('event.'.length)] : []));
    expect(described.sort()).toEqual(EVENT_TYPES.toSorted());
  });

  it('have one publisher each, whose name they bear', () => {
    const published = operationsThat('.publishes').flatMap(([service, types]) => types.map((type) => [type, service]));
    expect(published.sort()).toEqual(EVENT_TYPES.map((type) => [type, publisherOf(type)]).sort());
  });

  it('have a consumer each', () => {
    const consumed = operationsThat('.consumes').flatMap(([, types]) => types);
    expect([...new Set(consumed)].sort()).toEqual(EVENT_TYPES.toSorted());
  });

  it.each(EVENT_TYPES)('%s is on the wire what the document shows', (type) => {
    const { payload } = document.components.messages[`event.${type}`]!.examples[0]!;
    const event = decodePayload(type, payload as object);
    expect(JSON.parse(JSON.stringify(encodePayload(type, event)))).toEqual(payload);
    expect(Object.keys(event)).toEqual(fieldsOf(`event.${type}`));
    if ('message' in event) expect(Object.keys(event.message!)).toEqual(fieldsOf(`event.${type}`, 'message'));
  });
});

describe('frames', () => {
  it('of the server are the events that people read, and live', () => {
    expect(saidBy('server.says').sort()).toEqual([...LOGGED_EVENT_TYPES, 'live'].sort());
  });

  it('of a client are those that the gateway understands, and no other', () => {
    const value = fc.oneof(fc.string(), fc.constant(null), fc.integer(), fc.object());
    const type = fc.constantFrom(...saidBy('client.says'), 'live', null);
    const fields = fc.record({ type, cursor: value, token: value, more: value }, { requiredKeys: [] });
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
