import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { IdentitiesRepository } from './identities.repository.js';
import { IdentitiesService } from './identities.service.js';

@Module({
  imports: [AccountsModule, SessionsModule],
  providers: [IdentitiesRepository, IdentitiesService],
  exports: [IdentitiesRepository, IdentitiesService],
})
export class IdentitiesModule {}
