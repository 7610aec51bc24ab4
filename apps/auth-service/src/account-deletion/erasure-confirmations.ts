import { Database, type Transaction } from '@messenger/database';
import type { DurableConsumer } from '@messenger/events';
import { forgetRecipient } from '@messenger/outbox';
import { Injectable, Logger } from '@nestjs/common';
import { AccountDeletionsRepository } from '../deletion-requests/account-deletions.repository.js';
import { observeErasures } from './erasures.metrics.js';

/** Ends an erasure once every service has confirmed it: then the person is in none of its tables either. */
@Injectable()
export class ErasureConfirmations {
  private readonly logger = new Logger(ErasureConfirmations.name);

  constructor(
    database: Database,
    private readonly deletions: AccountDeletionsRepository,
  ) {
    observeErasures(() => deletions.oldestAgeSeconds(database));
  }

  async confirm(transaction: Transaction, erasureId: string, service: DurableConsumer): Promise<void> {
    const erasure = await this.deletions.confirm(transaction, erasureId, service);
    if (erasure === undefined || erasure.waitingFor.length > 0) return;
    await forgetRecipient(transaction, erasure.userId);
    await this.deletions.delete(transaction, erasure.userId);
    transaction.afterCommit(() => this.logger.log('An account is erased everywhere', { erasureId }));
  }
}
