import type { ConfirmChannel, ConsumeMessage, Options } from 'amqplib';

const COPIED_PROPERTIES = new Set(['messageId', 'type', 'contentType', 'timestamp']);

/**
 * Publishes a message once more, to a queue, and resolves once the broker has the copy.
 *
 * Whoever then acknowledges the original may die between the two: that doubles the event, which the inbox undoes, and
 * never loses it. A copy starts anew with the queue's delivery limit.
 */
export function copyTo(
  channel: ConfirmChannel,
  queue: string,
  message: ConsumeMessage,
  options: Options.Publish,
): Promise<void> {
  const properties = { persistent: true, ...copiedProperties(message), ...options };
  return new Promise((resolve, reject) => {
    channel.sendToQueue(queue, message.content, properties, (error: unknown) => {
      if (error === null || error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error('The broker did not take the message'));
    });
  });
}

function copiedProperties({ properties }: ConsumeMessage): Options.Publish {
  return Object.fromEntries(
    Object.entries(properties).filter(([name, value]) => COPIED_PROPERTIES.has(name) && value !== undefined),
  );
}

const BROKER_HEADERS = /^x-(death|first-death-.*|last-death-.*|delivery-count)$/;

/**
 * The headers of a copy, with `changes`; undefined removes one. Those that the broker has added stay behind: by them it
 * drops a message that has come back to a queue without a rejection.
 */
export function headersOfCopy(message: ConsumeMessage, changes: Record<string, unknown>): Record<string, unknown> {
  const headers = Object.entries({ ...message.properties.headers, ...changes });
  return Object.fromEntries(headers.filter(([name, value]) => value !== undefined && !BROKER_HEADERS.test(name)));
}
