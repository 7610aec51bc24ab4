import { Module } from '@nestjs/common';
import { ChatsModule } from '../chats/chats.module.js';
import { FriendshipsModule } from '../friendships/friendships.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { ReportsModule } from '../reports/reports.module.js';
import { ChatEraser } from './chat-eraser.js';
import { ErasedChatsRepository } from './erased-chats.repository.js';
import { ChatErasureEventsController } from './chat-erasure-events.controller.js';
import { ChatErasureService } from './chat-erasure.service.js';
import { ErasuresRepository } from './erasures.repository.js';

@Module({
  imports: [ChatsModule, FriendshipsModule, QuotasModule, ReportsModule],
  controllers: [ChatErasureEventsController],
  providers: [ChatEraser, ErasedChatsRepository, ChatErasureService, ErasuresRepository],
})
export class ErasureModule {}
