import { Database, DEFAULT_PAGE_SIZE, type Transaction } from '@messenger/database';
import type { DeleteMessageDto, EditMessageDto, ListMessagesDto } from '@messenger/dto';
import type { Complete, ListMessagesResponse, Message } from '@messenger/proto';
import { Outbox } from '@messenger/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { ChatNotFoundError } from '../chats/chats.errors.js';
import { ChatsRepository } from '../chats/chats.repository.js';
import { FriendshipCheckService, requireFriends } from '../friendships/friendship-check.service.js';
import { referenceTo, toMessage } from '../message.js';
import { EditLimitReachedError } from '../quotas/quotas.errors.js';
import { QUOTAS, type Quotas } from '../quotas/quotas.js';
import { quotaRefusals } from '../quotas/quotas.metrics.js';
import { UsageLedger } from '../quotas/usage-ledger.js';
import { MessageNotFoundError } from './messages.errors.js';
import { MessagesRepository, type OwnMessage } from './messages.repository.js';

/** Reads, edits and deletes messages. */
@Injectable()
export class MessagesService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly chats: ChatsRepository,
    private readonly messages: MessagesRepository,
    private readonly friendships: FriendshipCheckService,
    private readonly usage: UsageLedger,
    @Inject(QUOTAS) private readonly quotas: Quotas,
  ) {}

  /** With `afterSeq` the oldest messages above it, otherwise the newest; in ascending order. */
  async listMessages(request: ListMessagesDto, callerId: string): Promise<Complete<ListMessagesResponse>> {
    const { chatId, afterSeq, beforeSeq, limit = DEFAULT_PAGE_SIZE } = request;
    const upwards = afterSeq !== undefined;
    const range = { afterSeq, beforeSeq, order: upwards ? 'asc' : 'desc', limit: limit + 1 } as const;
    const history = await this.messages.findHistory(this.database, chatId, callerId, range);
    if (history === undefined) throw new ChatNotFoundError();
    const { lastSeq, readSeq, peerReadSeq } = history.positions;
    const page = history.messages.slice(0, limit).map(toMessage);
    const hasMore = history.messages.length > limit;
    return { messages: upwards ? page : page.reverse(), hasMore, lastSeq, readSeq, peerReadSeq };
  }

  async editMessage({ chatId, messageId, text }: EditMessageDto, callerId: string): Promise<Complete<Message>> {
    const chat = await this.chats.get(this.database, chatId, callerId);
    const friendship = await this.friendships.between(chat.peerId, chat.friends);
    return this.database.transaction(async (tx) => {
      const message = await this.lockMessage(tx, chatId, messageId, callerId);
      if (message.deletedAt !== null) throw new MessageNotFoundError();
      requireFriends(friendship);
      if (message.text === text) return toMessage(message);
      await this.countEdit(tx, message, text);
      const edited = toMessage(await this.messages.edit(tx, message, text));
      const recipientIds = [callerId, chat.peerId];
      this.outbox.add(tx, {
        type: 'chat.message_edited.v1',
        payload: { message: edited },
        reference: referenceTo(message),
        subject: chatId,
        recipientIds,
      });
      return edited;
    });
  }

  /** Allowed also when the two are no longer friends; then the peer gets no event. */
  async deleteMessage({ chatId, messageId }: DeleteMessageDto, callerId: string): Promise<void> {
    const chat = await this.chats.get(this.database, chatId, callerId);
    const friendship = await this.friendships.between(chat.peerId, chat.friends);
    const recipientIds = friendship === 'friends' ? [callerId, chat.peerId] : [callerId];
    await this.database.transaction(async (tx) => {
      const message = await this.lockMessage(tx, chatId, messageId, callerId);
      if (message.deletedAt !== null) return;
      const deleted = toMessage(await this.messages.delete(tx, message));
      this.outbox.add(tx, {
        type: 'chat.message_deleted.v1',
        payload: { message: deleted },
        reference: referenceTo(message),
        subject: chatId,
        recipientIds,
      });
    });
  }

  /** Against the quotas of its sender. @throws EditLimitReachedError, DailyQuotaReachedError */
  private async countEdit(tx: Transaction, { senderId, editCount }: OwnMessage, text: string): Promise<void> {
    if (editCount >= this.quotas.editsPerMessage) {
      quotaRefusals.inc({ quota: 'edits' });
      throw new EditLimitReachedError(this.quotas.editsPerMessage);
    }
    await this.usage.load(tx, [senderId]);
    const tally = this.usage.tally();
    const refusal = tally.admit(senderId, text, 0);
    if (refusal !== undefined) throw refusal;
    tx.afterCommit(() => tally.commit());
  }

  /** Locks its chat, as each change of a message does: their events then stand in the order of the changes. */
  private async lockMessage(tx: Transaction, chatId: string, messageId: string, callerId: string): Promise<OwnMessage> {
    await this.chats.lock(tx, chatId, callerId);
    const message = await this.messages.findOfSender(tx, chatId, messageId, callerId);
    if (message === undefined) throw new MessageNotFoundError();
    return message;
  }
}
