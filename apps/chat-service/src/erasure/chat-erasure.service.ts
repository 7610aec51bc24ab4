import { Database, type Transaction } from '@messenger/database';
import { addErasedUser, forgetRecipient, Outbox } from '@messenger/outbox';
import type { AccountDeleted } from '@messenger/proto';
import { PeriodicTask } from '@messenger/schedule';
import { Injectable } from '@nestjs/common';
import { FriendshipProjectionRepository } from '../friendships/friendship-projection.repository.js';
import { UsageRepository } from '../quotas/usage.repository.js';
import { ReportsRepository } from '../reports/reports.repository.js';
import { ChatEraser } from './chat-eraser.js';
import { ErasedChatsRepository } from './erased-chats.repository.js';
import { ErasuresRepository, type Erasure } from './erasures.repository.js';

const INTERVAL_MS = 500;

/** Erases people whose accounts were deleted: what is small with the event, and their messages one after the other. */
@Injectable()
export class ChatErasureService extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly erasures: ErasuresRepository,
    private readonly erasedChats: ErasedChatsRepository,
    private readonly eraser: ChatEraser,
    private readonly friendships: FriendshipProjectionRepository,
    private readonly usage: UsageRepository,
    private readonly reports: ReportsRepository,
  ) {
    super(INTERVAL_MS);
  }

  /** From the transaction's end on the person is no friend of anybody. */
  async begin(tx: Transaction, { userId, erasureId, keepMessages }: AccountDeleted): Promise<void> {
    await addErasedUser(tx, userId);
    await this.friendships.deleteAllOf(tx, userId);
    await this.reports.deleteAllOf(tx, userId);
    await this.erasures.insert(tx, { userId, erasureId, keepMessages });
  }

  async run(): Promise<void> {
    for (;;) {
      const erasure = this.stopping ? undefined : await this.erasures.claim(this.database);
      if (erasure === undefined) return;
      await this.erase(erasure);
    }
  }

  private async erase(erasure: Erasure): Promise<void> {
    const { userId } = erasure;
    for (const chat of await this.erasedChats.list(this.database, userId)) await this.eraser.erase(chat, erasure);
    await forgetRecipient(this.database, userId);
    await this.database.transaction(async (tx) => {
      await this.usage.deleteAllOf(tx, userId);
      if (await this.erasures.finish(tx, erasure)) this.confirm(tx, erasure);
    });
  }

  private confirm(tx: Transaction, { erasureId }: Erasure): void {
    this.outbox.add(tx, {
      type: 'chat.account_erased.v1',
      payload: { erasureId },
      subject: erasureId,
      recipientIds: [],
    });
  }
}
