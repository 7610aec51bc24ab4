import { Module } from '@nestjs/common';
import { config } from '../config.js';
import { ExpiredMessagesRepository } from './expired-messages.repository.js';
import { MESSAGE_RETENTION_DAYS, MessageRetention } from './message-retention.js';

@Module({
  providers: [
    { provide: MESSAGE_RETENTION_DAYS, useValue: config.messageRetentionDays },
    ExpiredMessagesRepository,
    MessageRetention,
  ],
})
export class RetentionModule {}
