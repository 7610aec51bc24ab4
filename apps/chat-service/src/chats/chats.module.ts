import { Module } from '@nestjs/common';
import { FriendshipsModule } from '../friendships/friendships.module.js';
import { MessagesRepository } from '../messages/messages.repository.js';
import { MessagesService } from '../messages/messages.service.js';
import { SendingRepository } from '../sending/sending.repository.js';
import { SendingService } from '../sending/sending.service.js';
import { ChatsRepository } from './chats.repository.js';
import { ChatsService } from './chats.service.js';

/** Chats, the messages in them, and the way a message gets there. */
@Module({
  imports: [FriendshipsModule],
  providers: [ChatsRepository, ChatsService, MessagesRepository, MessagesService, SendingRepository, SendingService],
  exports: [ChatsService, MessagesService, SendingService],
})
export class ChatsModule {}
