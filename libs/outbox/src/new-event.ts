import { randomUUID } from 'node:crypto';
import { encodePayload, type EventPayload, type EventType } from '@messenger/events';
import { requestContext, type RequestContext } from '@messenger/logging';
import type { Complete } from '@messenger/proto';

/** A fact to be published once its transaction has committed. */
export interface NewEvent<T extends EventType = EventType> {
  type: T;
  /** A function where it is known only with the commit; the log then keeps `reference`. */
  payload: Complete<EventPayload<T>> | (() => Complete<EventPayload<T>>);
  /** What the log keeps in place of the payload: enough to make it from what is stored when somebody reads. */
  reference?: object;
  /** What it is about: the id of a user, a pair, a chat. */
  subject: string;
  /** Whom it concerns: they get it live and in their log. */
  recipientIds: string[];
  /** The request that it comes from, where that is not the running one: a batch holds the writes of many. */
  request?: RequestContext | undefined;
}

/** An event that waits for its transaction's commit. */
export interface PendingEvent {
  id: string;
  type: EventType;
  subject: string;
  recipientIds: string[];
  requestId: string | null;
  traceparent: string | null;
  /** JSON: what the log keeps. */
  stored: object;
  /** JSON: what listeners get. */
  payload: () => object;
}

/** @throws Error where the payload cannot be encoded */
export function toPendingEvent<T extends EventType>(event: NewEvent<T>): PendingEvent {
  const { type, payload, reference, subject, recipientIds, request = requestContext.getStore() } = event;
  const encode = (): object =>
    encodePayload(type, (payload instanceof Function ? payload() : payload) as EventPayload<T>);
  const encoded = reference === undefined ? encode() : undefined;
  return {
    id: randomUUID(),
    type,
    subject,
    recipientIds,
    requestId: request?.requestId ?? null,
    traceparent: request?.traceparent ?? null,
    stored: encoded ?? (reference as object),
    payload: () => encoded ?? encode(),
  };
}
