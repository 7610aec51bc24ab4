import {
  decodePayload,
  isEventType,
  isLogged,
  logOf,
  type EventPayload,
  type LoggedEventType,
  type LogName,
} from '@messenger/events';
import type { LoggedEvent } from '@messenger/proto';

/** An event with the payload of its type, and its position in its service's log. */
export type DecodedEvent = {
  [Type in LoggedEventType]: { type: Type; payload: EventPayload<Type>; log: LogName; position: number };
}[LoggedEventType];

export function decodedEvent(type: LoggedEventType, payload: object, position: number): DecodedEvent {
  return { type, payload, log: logOf(type), position } as DecodedEvent;
}

/** Decodes an event of a log; undefined for a type that only a newer version knows. */
export function decodeEvent({
  type,
  payload,
  position,
}: Pick<LoggedEvent, 'type' | 'payload' | 'position'>): DecodedEvent | undefined {
  if (!isEventType(type) || !isLogged(type)) return undefined;
  return decodedEvent(type, decodePayload(type, JSON.parse(payload.toString()) as object), position);
}
