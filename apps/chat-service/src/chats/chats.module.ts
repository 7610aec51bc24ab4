import { Module } from '@nestjs/common';
import { FriendshipsModule } from '../friendships/friendships.module.js';
import { ChatsRepository } from './chats.repository.js';
import { ChatsService } from './chats.service.js';

/** Chats of two people, and how far each has read. */
@Module({
  imports: [FriendshipsModule],
  providers: [ChatsRepository, ChatsService],
  exports: [ChatsRepository, ChatsService],
})
export class ChatsModule {}
