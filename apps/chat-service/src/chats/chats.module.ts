import { Module } from '@nestjs/common';
import { FriendshipsModule } from '../friendships/friendships.module.js';
import { ChatsRepository } from './chats.repository.js';
import { ChatsService } from './chats.service.js';
import { ReadPositions } from './read-positions.js';

/** Chats of two people, and how far each has read. */
@Module({
  imports: [FriendshipsModule],
  providers: [ChatsRepository, ChatsService, ReadPositions],
  exports: [ChatsRepository, ChatsService],
})
export class ChatsModule {}
