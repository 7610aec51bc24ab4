import { Module } from '@nestjs/common';
import { FriendshipsModule } from '../friendships/friendships.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { SendingRepository } from './sending.repository.js';
import { BatchItemSender } from './batch-item-sender.js';
import { SendingService } from './sending.service.js';

/** How a message gets into its chat. */
@Module({
  imports: [FriendshipsModule, QuotasModule],
  providers: [SendingRepository, SendingService, BatchItemSender],
  exports: [SendingService, BatchItemSender],
})
export class SendingModule {}
