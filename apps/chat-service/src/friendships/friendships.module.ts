import { Module } from '@nestjs/common';
import { FriendshipEventsController } from './friendship-events.controller.js';
import { FriendshipsRepository } from './friendships.repository.js';
import { FriendshipsService } from './friendships.service.js';

@Module({
  controllers: [FriendshipEventsController],
  providers: [FriendshipsRepository, FriendshipsService],
  exports: [FriendshipsRepository, FriendshipsService],
})
export class FriendshipsModule {}
