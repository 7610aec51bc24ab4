import { Module } from '@nestjs/common';
import { FriendshipEventsController } from './friendship-events.controller.js';
import { FriendshipProjectionRepository } from './friendship-projection.repository.js';
import { FriendshipReconciliation } from './friendship-reconciliation.js';
import { FriendshipCheckService } from './friendship-check.service.js';

@Module({
  controllers: [FriendshipEventsController],
  providers: [FriendshipProjectionRepository, FriendshipCheckService, FriendshipReconciliation],
  exports: [FriendshipProjectionRepository, FriendshipCheckService],
})
export class FriendshipsModule {}
