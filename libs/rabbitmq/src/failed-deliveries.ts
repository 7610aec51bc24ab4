import type { ConfirmChannel, ConsumeMessage, Options } from 'amqplib';
import { attemptOf, headersOfAttempt } from '@messenger/events';
import type { SubscriberQueues } from './topology.js';

/** Attempts before an event is put aside. */
export const MAX_ATTEMPTS = 5;
/** Milliseconds between two attempts. */
export const RETRY_DELAY = 2_000;

/** What a handler's failure did to the event. */
export type FailureOutcome = 'retried' | 'dead';

export interface RetryRoute {
  channel: ConfirmChannel;
  queues: SubscriberQueues;
  /** Milliseconds. */
  retryDelay: number;
}

/**
 * Sends a failed event round once more, later, or puts it aside; the next one flows meanwhile.
 *
 * The copy is confirmed before the caller acknowledges the original: dying between the two doubles the event, which
 * the inbox undoes, and never loses it.
 */
export async function retryOrBury(
  { channel, queues, retryDelay }: RetryRoute,
  message: ConsumeMessage,
  error: Error,
): Promise<FailureOutcome> {
  const attempt = attemptOf(message);
  if (attempt < MAX_ATTEMPTS) {
    const headers = headersOfAttempt(message, attempt + 1);
    await copyTo(channel, queues.retry, message, { headers, expiration: retryDelay });
    return 'retried';
  }
  const headers = { ...headersOfAttempt(message, attempt), 'x-error': `${error.name}: ${error.message}`.slice(0, 500) };
  await copyTo(channel, queues.dead, message, { headers });
  return 'dead';
}

/** Resolves once the broker has the copy. */
export function copyTo(
  channel: ConfirmChannel,
  queue: string,
  message: ConsumeMessage,
  options: Options.Publish,
): Promise<void> {
  const { messageId, type, contentType, timestamp } = message.properties as Options.Publish;
  return new Promise((resolve, reject) => {
    const properties = { persistent: true, messageId, type, contentType, timestamp, ...options };
    channel.sendToQueue(queue, message.content, properties, (error: unknown) => {
      if (error === null || error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('The broker did not take the message'));
    });
  });
}
