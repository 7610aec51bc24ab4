import type { Transaction } from '@messenger/database';
import { addErasedUser, forgetRecipient, Outbox } from '@messenger/outbox';
import type { AccountDeleted } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { friendRequestCancelled, friendshipEnded } from '../pairs/pair.events.js';
import { otherThan, wasRequested, type Pair } from '../pairs/pair.js';
import { PairsRepository } from '../pairs/pairs.repository.js';

/** Erases people whose accounts were deleted. */
@Injectable()
export class PairErasureService {
  constructor(
    private readonly outbox: Outbox,
    private readonly pairs: PairsRepository,
  ) {}

  /** A repetition finds nothing, and confirms again. */
  async erase(transaction: Transaction, { userId, erasureId }: AccountDeleted): Promise<void> {
    await addErasedUser(transaction, userId);
    const pairs = await this.pairs.deleteAllOf(transaction, userId);
    // After the locks of the pairs: whoever held one has published before.
    await forgetRecipient(transaction, userId);
    for (const pair of pairs) {
      this.publishEnd(transaction, { ...pair, version: pair.version + 1 }, otherThan(userId, pair));
    }
    this.outbox.add(transaction, {
      type: 'subscriber.account_erased.v1',
      payload: { erasureId },
      subject: erasureId,
      recipientIds: [],
    });
  }

  /** To the other of the two alone. */
  private publishEnd(transaction: Transaction, pair: Pair, otherId: string): void {
    const recipientIds = [otherId];
    if (pair.state === 'friends') this.outbox.add(transaction, { ...friendshipEnded(pair), recipientIds });
    if (pair.state === 'pending' && wasRequested(pair)) {
      this.outbox.add(transaction, { ...friendRequestCancelled(pair), recipientIds });
    }
  }
}
