import {
  decodePayload,
  isEventType,
  isLogged,
  logOf,
  type EventPayload,
  type LoggedEventType,
  type LogName,
} from '@messenger/events';
import type { LoggedEvent as EventOnTheWire } from '@messenger/proto';

/** An event with the payload of its type, and its place in its service's log. */
export type LoggedEvent = {
  [Type in LoggedEventType]: { type: Type; payload: EventPayload<Type>; log: LogName; position: number };
}[LoggedEventType];

export function loggedEvent(type: LoggedEventType, payload: object, position: number): LoggedEvent {
  return { type, payload, log: logOf(type), position } as LoggedEvent;
}

/** Undefined for a type that only a newer version knows. */
export function decodeEvent({
  type,
  payload,
  position,
}: Pick<EventOnTheWire, 'type' | 'payload' | 'position'>): LoggedEvent | undefined {
  if (!isEventType(type) || !isLogged(type)) return undefined;
  return loggedEvent(type, decodePayload(type, JSON.parse(payload.toString()) as object), position);
}
