import { ATTEMPT_HEADER, attemptOf, type DurableConsumer } from '@messenger/events';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { copyTo, headersOfCopy } from './copy-message.js';
import { DEFERRED_SINCE_HEADER, ERROR_HEADER } from './dead-lettering.js';
import { queuesOf } from './topology.js';

const AS_NEW = { [ATTEMPT_HEADER]: 1, [DEFERRED_SINCE_HEADER]: undefined, [ERROR_HEADER]: undefined };

export interface DeadLetter {
  id: string;
  type: string;
  /** CloudEvents `time`. */
  time: string;
  attempts: number;
  error: string;
}

/**
 * A service's dead-letter queue, on a channel of its own: what was read and not sent again returns to the queue when the
 * channel closes. Until then nobody else finds it there.
 */
export class DeadLetterQueue {
  constructor(
    private readonly channel: ConfirmChannel,
    private readonly service: DurableConsumer,
  ) {}

  /** The oldest first. */
  async list(limit = Infinity): Promise<DeadLetter[]> {
    return (await this.read(limit)).map(describe);
  }

  /**
   * Sends those that `admit` lets through back to the service's queue as if they were new, each after that has resolved.
   * Returns how many went.
   */
  async replay(admit: (letter: DeadLetter) => boolean | Promise<boolean>): Promise<number> {
    let replayed = 0;
    for (const message of await this.read()) {
      if (!(await admit(describe(message)))) continue;
      await copyTo(this.channel, queuesOf(this.service).main, message, { headers: headersOfCopy(message, AS_NEW) });
      this.channel.ack(message);
      replayed++;
    }
    return replayed;
  }

  private async read(limit = Infinity): Promise<ConsumeMessage[]> {
    const messages: unknown[] = [];
    while (messages.length < limit) {
      const message = await this.channel.get(queuesOf(this.service).dead);
      if (message === false) break;
      messages.push(message);
    }
    return messages as ConsumeMessage[];
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
