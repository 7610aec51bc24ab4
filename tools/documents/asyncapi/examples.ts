import type { EventType } from '@messenger/events';
import { exampleOf } from '../../../apps/api-gateway/src/openapi/examples.js';
import type { OpenApiSchema, Schemas } from './json-schema.js';

const TIME = '2026-01-31T12:05:00.000Z';

/** The fields by which events of the same shape differ. */
const DIFFERENCES: Partial<Record<EventType, object>> = {
  'chat.message_sent.v1': { editedAt: null, deletedAt: null },
  'chat.message_edited.v1': { editedAt: TIME, deletedAt: null },
  'chat.message_deleted.v1': { text: null, editedAt: null, deletedAt: TIME },
  'subscriber.friend_request_declined.v1': { status: 'declined' },
  'subscriber.friend_request_cancelled.v1': { status: 'cancelled' },
};

/** An example of the `data` of a frame. */
export function exampleOfData(type: EventType, schema: OpenApiSchema, schemas: Schemas): object {
  return { ...(exampleOf({ components: { schemas } }, schema) as object), ...DIFFERENCES[type] };
}

/** An example of an event's body, in which absent fields are left out. */
export function exampleOfPayload(type: EventType, schema: OpenApiSchema, schemas: Schemas): object {
  const payload = exampleOf({ components: { schemas } }, schema) as { message?: object };
  return payload.message ? { message: withoutNulls({ ...payload.message, ...DIFFERENCES[type] }) } : payload;
}

function withoutNulls(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
