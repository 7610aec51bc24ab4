import { setTimeout as sleep } from 'node:timers/promises';
import { Database, inBatches, type Transaction } from '@messenger/database';
import { Outbox } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { ChatsRepository } from '../chats/chats.repository.js';
import { referenceTo, toMessage, type MessageRow } from '../message.js';
import { ErasedChatsRepository, type ErasedChat, type MessageRange } from './erased-chats.repository.js';
import type { Erasure } from './erasures.repository.js';

/** Messages of a transaction: its chat, and at its end the log, are locked meanwhile. */
const BATCH_MESSAGES = 100;
/** Between two transactions, so that what people send comes first. */
const PAUSE_MS = 10;

/** Erases a person from one chat, batch by batch. Whatever was done before is not done again. */
@Injectable()
export class ChatEraser {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly chats: ChatsRepository,
    private readonly erasedChats: ErasedChatsRepository,
  ) {}

  async erase(chat: ErasedChat, { userId, keepMessages }: Erasure): Promise<void> {
    if (chat.abandoned) return this.delete(chat);
    if (!keepMessages) await this.eachBatch(chat, userId, (tx, range) => this.leaveTombstones(tx, range, chat));
    await this.eachBatch(chat, userId, (tx, range) => this.erasedChats.eraseTraces(tx, range));
    await this.database.transaction((tx) => this.erasedChats.eraseReadPosition(tx, chat.id, userId));
  }

  /** Those of the two who are erased read no events: none refers to a message that is gone. */
  private async delete({ id }: ErasedChat): Promise<void> {
    await inBatches((limit) => this.erasedChats.deleteMessages(this.database, id, limit));
    await this.erasedChats.deleteChat(this.database, id);
  }

  private async leaveTombstones(tx: Transaction, range: MessageRange, { peerId }: ErasedChat): Promise<MessageRow[]> {
    await this.chats.lock(tx, range.chatId, range.userId);
    const tombstones = await this.erasedChats.eraseMessages(tx, range);
    for (const message of tombstones.toSorted((one, other) => one.seq - other.seq)) {
      this.outbox.add(tx, {
        type: 'chat.message_deleted.v1',
        payload: { message: toMessage(message) },
        reference: referenceTo(message),
        subject: message.chatId,
        recipientIds: [peerId],
      });
    }
    return tombstones;
  }

  private async eachBatch(
    { id: chatId }: ErasedChat,
    userId: string,
    step: (tx: Transaction, range: MessageRange) => Promise<{ seq: number }[]>,
  ): Promise<void> {
    for (let afterSeq = 0, more = true; more;) {
      const range = { chatId, userId, afterSeq, limit: BATCH_MESSAGES };
      const done = await this.database.transaction((tx) => step(tx, range));
      afterSeq = Math.max(afterSeq, ...done.map(({ seq }) => seq));
      more = done.length === BATCH_MESSAGES;
      if (more) await sleep(PAUSE_MS);
    }
  }
}
