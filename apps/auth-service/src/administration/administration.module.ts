import { Global, Module } from '@nestjs/common';
import { AccountDeletionModule } from '../account-deletion/account-deletion.module.js';
import { AdministratorsRepository } from '../administrators/administrators.repository.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { AdminController } from './admin.controller.js';
import { AdministrationQueries } from './administration.queries.js';
import { AdministrationRepository } from './administration.repository.js';
import { AdministrationService } from './administration.service.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { OwnAdministrators } from './own-administrators.js';

/** Global: AuthenticationModule injects OwnAdministrators. */
@Global()
@Module({
  imports: [AccountDeletionModule, SessionsModule],
  controllers: [AdminController],
  providers: [
    AdministrationQueries,
    AdministrationRepository,
    AdministrationService,
    AdministratorsRepository,
    AuditLogRepository,
    OwnAdministrators,
  ],
  exports: [OwnAdministrators],
})
export class AdministrationModule {}
