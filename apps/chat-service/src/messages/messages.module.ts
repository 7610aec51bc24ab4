import { PAYLOAD_READER } from '@messenger/outbox';
import { Module } from '@nestjs/common';
import { ChatsModule } from '../chats/chats.module.js';
import { FriendshipsModule } from '../friendships/friendships.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { MessagePayloads } from './message-payloads.js';
import { MessagesRepository } from './messages.repository.js';
import { MessagesService } from './messages.service.js';

/** The messages of a chat once they are sent. */
@Module({
  imports: [ChatsModule, FriendshipsModule, QuotasModule],
  providers: [MessagesRepository, MessagesService, { provide: PAYLOAD_READER, useClass: MessagePayloads }],
  exports: [MessagesRepository, MessagesService, PAYLOAD_READER],
})
export class MessagesModule {}
