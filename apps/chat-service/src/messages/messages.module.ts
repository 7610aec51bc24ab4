import { Module } from '@nestjs/common';
import { ChatsModule } from '../chats/chats.module.js';
import { FriendshipsModule } from '../friendships/friendships.module.js';
import { MessagesRepository } from './messages.repository.js';
import { MessagesService } from './messages.service.js';

/** The messages of a chat once they are sent. */
@Module({
  imports: [ChatsModule, FriendshipsModule],
  providers: [MessagesRepository, MessagesService],
  exports: [MessagesService],
})
export class MessagesModule {}
