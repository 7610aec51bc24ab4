import { BatchQueue } from '@messenger/batching';
import { MAX_BATCH_SIZE } from '@messenger/dto';
import { DEFAULT_DEADLINE_MS, ofRefusal } from '@messenger/grpc';
import { requestContext } from '@messenger/logging';
import type { SendMessageRequest, SendMessagesItem, SendMessagesOutcome } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import { CHAT_CLIENT, type ChatClient } from '../clients/clients.module.js';
import { required } from '../clients/required.js';
import { toMessageView, type MessageView } from './chats.views.js';

/** Batches under way at a time: one travels while the next gathers. */
const CONCURRENT_BATCHES = 2;
const MAX_WAITING = 5_000;
/** Leaves the batch the rest of a call's deadline: a send is answered within that, its time in the queue included. */
const MAX_WAIT_MS = 1_200;

export interface SendResult {
  message: MessageView;
  /** False for a message that was sent before under the same clientMessageId. */
  created: boolean;
}

/** Sends messages: those that wait at the same time travel in one call, each with its own token and outcome. */
@Injectable()
export class MessageSender {
  private readonly queue = new BatchQueue<SendMessagesItem, SendMessagesOutcome>(
    async (items, waitedMs) => {
      const deadlineMs = DEFAULT_DEADLINE_MS - waitedMs;
      const repeatable = items.every(({ message }) => message?.clientMessageId !== undefined);
      return (await this.chats.sendMessages({ items }, { deadlineMs, repeatable })).outcomes;
    },
    {
      ...{ name: 'send messages', batchSize: MAX_BATCH_SIZE, waiting: MAX_WAITING },
      ...{ concurrency: CONCURRENT_BATCHES, maxWaitMs: MAX_WAIT_MS },
    },
  );

  constructor(@Inject(CHAT_CLIENT) private readonly chats: ChatClient) {}

  /** Sends as the caller of the current request. @throws DomainError */
  async send(message: SendMessageRequest): Promise<SendResult> {
    const { accessToken, requestId, traceparent } = required(requestContext.getStore());
    const outcome = await this.queue.add({ accessToken: required(accessToken), requestId, traceparent, message });
    if (outcome.refusal !== undefined) throw ofRefusal(outcome.refusal);
    const { message: sent, created } = required(outcome.sent);
    return { message: toMessageView(required(sent)), created };
  }
}
