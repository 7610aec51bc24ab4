import { setTimeout as sleep } from 'node:timers/promises';
import { Database, type Transaction } from '@messenger/database';
import { findErased, Outbox } from '@messenger/outbox';
import { PeriodicTask } from '@messenger/schedule';
import { Inject, Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { referenceTo, toMessage, type MessageRow } from '../message.js';
import { ExpiredMessagesRepository, type ExpiringChat } from './expired-messages.repository.js';

export const MESSAGE_RETENTION_DAYS = Symbol('MESSAGE_RETENTION_DAYS');

const INTERVAL_MS = 60 * 60 * 1_000;
const CHATS_AT_ONCE = 100;
/** Messages of a transaction: its chat, and at its end the log, are locked meanwhile. */
const BATCH_MESSAGES = 100;
/** Between two transactions, so that what people send comes first. */
const PAUSE_MS = 10;

/** Deletes old messages as their senders would: tombstones stay, and every device is told. */
@Injectable()
export class MessageRetention extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly messages: ExpiredMessagesRepository,
    @Inject(MESSAGE_RETENTION_DAYS) private readonly days: number,
  ) {
    super(INTERVAL_MS);
  }

  /** Nothing where messages are kept for ever. */
  async run(): Promise<void> {
    if (this.days === 0) return;
    let lastId: string | undefined = NIL;
    while (lastId !== undefined && !this.stopping) lastId = await this.expireChatsAfter(lastId);
  }

  /** Resolves with the last of the chats; undefined where there is none. */
  private async expireChatsAfter(afterId: string): Promise<string | undefined> {
    const chats = await this.messages.findChats(this.database, afterId, this.days, CHATS_AT_ONCE);
    for (const { id } of chats) await this.expireAllOf(id);
    return chats.at(-1)?.id;
  }

  private async expireAllOf(chatId: string): Promise<void> {
    while (!this.stopping && (await this.database.transaction((tx) => this.expireBatch(tx, chatId)))) {
      await sleep(PAUSE_MS);
    }
  }

  /** False where no older message is left. */
  private async expireBatch(tx: Transaction, chatId: string): Promise<boolean> {
    const chat = await this.messages.lock(tx, chatId);
    const endSeq = chat && (await this.messages.findEnd(tx, chat, this.days, BATCH_MESSAGES));
    if (chat === undefined || endSeq === undefined) return false;
    const expired = await this.messages.expire(tx, chat, endSeq);
    await this.publish(tx, chat, expired);
    return true;
  }

  private async publish(tx: Transaction, { userLow, userHigh }: ExpiringChat, expired: MessageRow[]): Promise<void> {
    const erased = await findErased(tx, [userLow, userHigh]);
    const recipientIds = [userLow, userHigh].filter((id) => !erased.includes(id));
    for (const message of expired.toSorted((one, other) => one.seq - other.seq)) {
      this.outbox.add(tx, {
        type: 'chat.message_deleted.v1',
        payload: { message: toMessage(message) },
        reference: referenceTo(message),
        subject: message.chatId,
        recipientIds,
      });
    }
  }
}
