import { Module } from '@nestjs/common';
import { AccountDeletionModule } from '../account-deletion/account-deletion.module.js';
import { AdministratorsRepository } from '../administrators/administrators.repository.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AdminController } from './admin.controller.js';
import { AdminGuard } from './admin.guard.js';
import { AdministrationQueries } from './administration.queries.js';
import { AdministrationRepository } from './administration.repository.js';
import { AdministrationService } from './administration.service.js';
import { AuditLogRepository } from './audit-log.repository.js';

@Module({
  imports: [AccountDeletionModule, SessionsModule],
  controllers: [AdminController],
  providers: [
    AdminGuard,
    AdministrationQueries,
    AdministrationRepository,
    AdministrationService,
    AdministratorsRepository,
    AuditLogRepository,
  ],
})
export class AdministrationModule {}
