import { ScalarType, type DescField, type DescMessage, type FileRegistry } from '@bufbuild/protobuf';
import { commentOf, eventMessages, optionOf } from '../descriptors.js';
import type { OpenApiSchema, Schemas } from './json-schema.js';

/** An event type, described by its message in an `events.proto`. */
export interface BrokerEvent {
  type: string;
  /** The comment of the message: what happened, and who consumes it. */
  comment: string;
  payload: DescMessage;
}

export function brokerEvents(protos: FileRegistry): BrokerEvent[] {
  return eventMessages(protos).map((payload) => {
    const type = optionOf(payload, 'messenger.options.v1.event_type', protos) as string;
    if (type === '') throw new Error(`${payload.typeName} needs the option (messenger.options.v1.event_type)`);
    return { type, comment: commentOf(payload), payload };
  });
}

/**
 * The schemas of messages and of those in them, by their protobuf names: what ts-proto's `toJSON` writes. That is
 * protobuf's JSON, but for int64, which is a number. No field is required, for a default value is left out.
 *
 * @param views where fields of the same name have examples
 */
export function payloadSchemas(messages: DescMessage[], views: Schemas): Schemas {
  const examples = examplesByField(views);
  const all = new Set(messages);
  for (const { fields } of all) for (const { message } of fields) if (message && !isTime(message)) all.add(message);
  return Object.fromEntries([...all].map((message) => [message.typeName, schemaOf(message, examples)]));
}

function schemaOf(message: DescMessage, examples: Map<string, unknown>): OpenApiSchema {
  const fields = message.fields.map((field) => [field.jsonName, schemaOfField(field, examples)] as const);
  return { type: 'object', properties: Object.fromEntries(fields) };
}

function schemaOfField(field: DescField, examples: Map<string, unknown>): OpenApiSchema {
  const description = commentOf(field);
  const one = schemaOfValue(field, examples);
  if (field.fieldKind === 'list') return { type: 'array', description, items: one };
  return one.$ref === undefined ? { ...one, description } : { description, allOf: [one] };
}

function schemaOfValue({ message, scalar, jsonName }: DescField, examples: Map<string, unknown>): OpenApiSchema {
  if (message && isTime(message)) return { type: 'string', format: 'date-time' };
  if (message) return { $ref: `#/components/schemas/${message.typeName}` };
  switch (scalar) {
    case ScalarType.STRING:
      return /^ids?$|Ids?$/.test(jsonName)
        ? { type: 'string', format: 'uuid' }
        : { type: 'string', ...exampleIn(examples, jsonName) };
    case ScalarType.INT32:
    case ScalarType.INT64:
      return { type: 'integer', example: 1, ...exampleIn(examples, jsonName) };
    case ScalarType.BOOL:
      return { type: 'boolean', example: true };
    default:
      throw new Error(`No event has had a field like ${jsonName} yet: say here what its JSON is`);
  }
}

function isTime({ typeName }: DescMessage): boolean {
  return typeName === 'google.protobuf.Timestamp';
}

function exampleIn(examples: Map<string, unknown>, field: string): { example?: unknown } {
  return examples.has(field) ? { example: examples.get(field) } : {};
}

function examplesByField(views: Schemas): Map<string, unknown> {
  const fields = Object.values(views).flatMap(({ properties = {} }) => Object.entries(properties));
  return new Map(fields.flatMap(([name, { example }]) => (example ? [[name, example] as const] : [])));
}
