import type { ConsumeMessage } from 'amqplib';

/** The message is no event, whatever the version: it lacks an id or a type, or its body is not a JSON object. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
}

/** This process has no handler for the event's type; an instance of another version may have one. */
export class UnknownEventTypeError extends Error {
  override readonly name = 'UnknownEventTypeError';

  constructor(
    readonly type: string,
    deferredSince?: Date,
  ) {
    const meanwhile = deferredSince === undefined ? '' : `, nor has any other since ${deferredSince.toISOString()}`;
    super(`This version does not handle ${type}${meanwhile}`);
  }
}

/** An event of any version: its type may be unknown to this one. */
export interface IncomingEvent {
  type: string;
  body: object;
}

/** @throws MalformedEventError */
export function parseEvent({ properties, content }: ConsumeMessage): IncomingEvent {
  const { messageId, type } = properties as { messageId?: string; type?: string };
  if (messageId === undefined) throw new MalformedEventError('The message has no id');
  if (type === undefined) throw new MalformedEventError('The message has no type');
  return { type, body: parseBody(content.toString()) };
}

function parseBody(json: string): object {
  let body: unknown;
  try {
    body = JSON.parse(json);
  } catch (error) {
    throw new MalformedEventError((error as Error).message);
  }
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw new MalformedEventError('The body is not a JSON object');
}
