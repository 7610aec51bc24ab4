import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { ChatsController } from './chats.controller.js';
import { MessageSender } from './message-sender.js';
import { MessagesController } from './messages.controller.js';

@Module({
  imports: [UsersModule],
  controllers: [ChatsController, MessagesController],
  providers: [MessageSender],
  exports: [MessageSender],
})
export class ChatsModule {}
