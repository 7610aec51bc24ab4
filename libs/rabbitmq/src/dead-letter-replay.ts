import { connect, type ConfirmChannel, type GetMessage, type ConsumeMessage } from 'amqplib';
import { ATTEMPT_HEADER, attemptOf, type DurableConsumer } from '@messenger/events';
import { copyTo, headersOfCopy } from './copy-message.js';
import { DEFERRED_SINCE_HEADER, ERROR_HEADER } from './dead-lettering.js';
import { assertTopology, queuesOf } from './topology.js';

const AS_NEW = { [ATTEMPT_HEADER]: 1, [DEFERRED_SINCE_HEADER]: undefined, [ERROR_HEADER]: undefined };

export interface DeadLetter {
  id: string;
  type: string;
  /** CloudEvents `time`. */
  time: string;
  attempts: number;
  error: string;
}

/** The content of a service's dead-letter queue, the oldest first. Nothing is taken out. */
export async function listDeadLetters(amqpUrl: string, service: DurableConsumer): Promise<DeadLetter[]> {
  return withDeadLetters(amqpUrl, service, (_channel, messages) => Promise.resolve(messages.map(describe)));
}

/** Sends every dead letter, or the one with that event id, back to its queue as if it were new. Returns how many went. */
export async function replayDeadLetters(amqpUrl: string, service: DurableConsumer, eventId?: string): Promise<number> {
  return withDeadLetters(amqpUrl, service, async (channel, messages) => {
    const chosen = messages.filter(({ properties }) => eventId === undefined || properties.messageId === eventId);
    for (const message of chosen) {
      await copyTo(channel, queuesOf(service).main, message, { headers: headersOfCopy(message, AS_NEW) });
      channel.ack(message);
    }
    return chosen.length;
  });
}

/** Fetches the whole queue; what `work` does not acknowledge returns to it when the channel closes. */
async function withDeadLetters<T>(
  amqpUrl: string,
  service: DurableConsumer,
  work: (channel: ConfirmChannel, messages: ConsumeMessage[]) => Promise<T>,
): Promise<T> {
  const connection = await connect(amqpUrl);
  try {
    const channel = await connection.createConfirmChannel();
    await assertTopology(channel);
    const messages: GetMessage[] = [];
    for (;;) {
      const message = await channel.get(queuesOf(service).dead);
      if (message === false) break;
      messages.push(message);
    }
    const result = await work(channel, messages as unknown as ConsumeMessage[]);
    await channel.close();
    return result;
  } finally {
    await connection.close();
  }
}

function describe(message: ConsumeMessage): DeadLetter {
  const headers = message.properties.headers ?? {};
  return {
    id: String(message.properties.messageId),
    type: String(message.properties.type),
    time: String(headers['cloudEvents:time']),
    attempts: attemptOf(message),
    error: String(headers[ERROR_HEADER] ?? 'unknown'),
  };
}
