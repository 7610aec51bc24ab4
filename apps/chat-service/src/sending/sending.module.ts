import { Module } from '@nestjs/common';
import { FriendshipsModule } from '../friendships/friendships.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { SendingRepository } from './sending.repository.js';
import { config } from '../config.js';
import { BatchItemSender } from './batch-item-sender.js';
import { SendingService } from './sending.service.js';
import { SentTextHash } from './sent-text-hash.js';

/** How a message gets into its chat. */
@Module({
  imports: [FriendshipsModule, QuotasModule],
  providers: [
    { provide: SentTextHash, useFactory: () => new SentTextHash(config.sentTextSecret) },
    SendingRepository,
    SendingService,
    BatchItemSender,
  ],
  exports: [SendingService, BatchItemSender],
})
export class SendingModule {}
