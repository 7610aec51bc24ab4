import { MAX_BATCH_SIZE, type SendMessageDto } from '@messenger/dto';
import { BatchQueue } from '@messenger/batching';
import { Database, isInvalidData, type Transaction } from '@messenger/database';
import { requestContext } from '@messenger/logging';
import type { Complete, SendMessageResponse } from '@messenger/proto';
import { Outbox } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { FriendshipCheckService } from '../friendships/friendship-check.service.js';
import { referenceTo, toMessage, type MessageRow } from '../message.js';
import type { QuotaTally } from '../quotas/quota-tally.js';
import { UsageLedger } from '../quotas/usage-ledger.js';
import { SendRules } from './send-rules.js';
import type { NewMessage, Outcome, Send } from './send.js';
import { SendingRepository } from './sending.repository.js';
import { SentTextHash } from './sent-text-hash.js';

const MAX_WAITING = 5_000;

/** Sends messages, many in a transaction. */
@Injectable()
export class SendingService {
  /** One batch at a time: it commits while the next one gathers, and waits for no lock of another batch of this process. */
  private readonly queue = new BatchQueue<Send, Outcome>((sends) => this.write(sends), {
    name: 'write messages',
    batchSize: MAX_BATCH_SIZE,
    waiting: MAX_WAITING,
    isFaultOfOneItem: isInvalidData,
  });

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly repository: SendingRepository,
    private readonly friendships: FriendshipCheckService,
    private readonly usage: UsageLedger,
    private readonly sentTextHash: SentTextHash,
  ) {}

  async sendMessage(
    { chatId, text, clientMessageId }: SendMessageDto,
    callerId: string,
  ): Promise<Complete<SendMessageResponse>> {
    const textHash = this.sentTextHash.of(text);
    const send = { chatId, senderId: callerId, text, textHash, clientMessageId, request: requestContext.getStore() };
    const outcome = await this.settle(send);
    if ('message' in outcome) return { message: toMessage(outcome.message), created: outcome.created };
    throw outcome.refusal;
  }

  /** No transaction waits for subscriber-service: a send that needs its answer leaves the batch and is queued again. */
  private async settle(send: Send): Promise<Exclude<Outcome, { checkFriendshipWith: string }>> {
    const outcome = await this.queue.add(send);
    if (!('checkFriendshipWith' in outcome)) return outcome;
    return this.settle({ ...send, friendship: await this.friendships.check(outcome.checkFriendshipWith) });
  }

  private async write(sends: Send[]): Promise<Outcome[]> {
    const { decisions, messages } = await this.database.transaction(async (tx) => {
      // In one round trip; the snapshot of the second statement holds every commit that the locks were waited for.
      const [chats, sent] = await Promise.all([
        this.repository.lockChats(tx, [...new Set(sends.map(({ chatId }) => chatId))]),
        this.repository.findSent(tx, sends),
        this.usage.load(
          tx,
          sends.map(({ senderId }) => senderId),
        ),
      ]);
      const tally = this.usage.tally();
      const rules = new SendRules(
        chats,
        sent,
        (friends) => this.friendships.trusts(friends),
        ({ senderId, text }) => tally.admit(senderId, text, 1),
      );
      const decisions = sends.map((send) => rules.decide(send));
      const messages = new Map<string, MessageRow>(sent.map((message) => [message.id, message]));
      if (rules.fresh.length > 0) this.append(tx, rules.fresh, messages, tally);
      return { decisions, messages };
    });
    return decisions.map((decision) =>
      'messageId' in decision
        ? { message: messages.get(decision.messageId) as MessageRow, created: decision.created }
        : decision,
    );
  }

  /** Messages and events are written in the round trip of the commit, and join `messages` with it. */
  private append(tx: Transaction, fresh: NewMessage[], messages: Map<string, MessageRow>, tally: QuotaTally): void {
    tx.runLast<MessageRow>({
      build: () => this.repository.insertStatement(fresh),
      onCommit: (written) => {
        written.forEach((message) => messages.set(message.id, message));
        tally.commit();
      },
    });
    for (const { id, seq, peerId, send } of fresh) {
      this.outbox.add(tx, {
        type: 'chat.message_sent.v1',
        payload: () => ({ message: toMessage(messages.get(id) as MessageRow) }),
        reference: referenceTo({ chatId: send.chatId, seq }),
        subject: send.chatId,
        recipientIds: [send.senderId, peerId],
        request: send.request,
      });
    }
  }
}
