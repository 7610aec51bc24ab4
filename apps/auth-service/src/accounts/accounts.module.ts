import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AccountsRepository } from './accounts.repository.js';
import { AccountsService } from './accounts.service.js';
import { PasswordHasher } from './password-hasher.js';

@Module({
  imports: [SessionsModule],
  providers: [AccountsRepository, AccountsService, PasswordHasher],
  exports: [AccountsService],
})
export class AccountsModule {}
