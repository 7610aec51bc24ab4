import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { config } from '../config.js';
import { MailModule } from '../mail/mail.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AccountDeletionService, GRACE_DAYS } from './account-deletion.service.js';
import { AccountEraser } from './account-eraser.js';
import { ErasureConfirmations } from './erasure-confirmations.js';
import { ErasureConfirmationsController } from './erasure-confirmations.controller.js';

@Module({
  imports: [AccountsModule, MailModule, SessionsModule],
  controllers: [ErasureConfirmationsController],
  providers: [
    { provide: GRACE_DAYS, useValue: config.accountDeletionGraceDays },
    AccountDeletionService,
    AccountEraser,
    ErasureConfirmations,
  ],
  exports: [AccountDeletionService],
})
export class AccountDeletionModule {}
