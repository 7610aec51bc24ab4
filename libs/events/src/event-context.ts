import { requestIdOr, traceparentOr, type RequestContext } from '@messenger/logging';
import { BaseRpcContext } from '@nestjs/microservices';
import type { ConsumeMessage } from 'amqplib';
import { isEventType, type EventType } from './catalogue.js';

/** Counts the attempts of a handler, from 1. */
export const ATTEMPT_HEADER = 'x-attempt';

/** The attributes of the event that a handler is given beside its payload. */
export class EventContext extends BaseRpcContext<[ConsumeMessage]> {
  readonly id: string;
  readonly type: EventType;
  /** Place in its service's log. */
  readonly position: number;
  readonly recipientIds: string[];
  /** 1 at the first delivery. */
  readonly attempt: number;

  /** @throws Error where the message is not one of ours */
  constructor(message: ConsumeMessage) {
    super([message]);
    const { messageId, type } = message.properties as { messageId?: string; type?: string };
    if (messageId === undefined || type === undefined || !isEventType(type)) {
      throw new Error('The message is not an event that this version knows');
    }
    this.id = messageId;
    this.type = type;
    this.position = Number(header(message, 'position') ?? 0);
    this.recipientIds = (header(message, 'recipientids') ?? '').split(',').filter((id) => id !== '');
    this.attempt = attemptOf(message);
  }
}

/** The request that the event comes from; one of its own where the message does not say. */
export function requestOf(message: ConsumeMessage): RequestContext {
  return {
    requestId: requestIdOr(header(message, 'requestid')),
    traceparent: traceparentOr(header(message, 'traceparent')),
  };
}

/** As its publisher has sent it. */
export function traceparentIn(message: ConsumeMessage): string | undefined {
  return header(message, 'traceparent');
}

export function attemptOf(message: ConsumeMessage): number {
  return Number(message.properties.headers?.[ATTEMPT_HEADER] ?? 1);
}

function header(message: ConsumeMessage, name: string): string | undefined {
  const value: unknown = message.properties.headers?.[`cloudEvents:${name}`];
  return typeof value === 'string' ? value : undefined;
}
