import { Module } from '@nestjs/common';
import { FriendshipsModule } from '../friendships/friendships.module.js';
import { SendingRepository } from './sending.repository.js';
import { BatchSender } from './batch-sender.js';
import { SendingService } from './sending.service.js';

/** How a message gets into its chat. */
@Module({
  imports: [FriendshipsModule],
  providers: [SendingRepository, SendingService, BatchSender],
  exports: [SendingService, BatchSender],
})
export class SendingModule {}
