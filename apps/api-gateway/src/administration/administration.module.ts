import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { AccountsAdminController } from './accounts-admin.controller.js';
import { DeadLettersAdminController } from './dead-letters-admin.controller.js';
import { DeadLetters } from './dead-letters.js';
import { InstanceAdminController } from './instance-admin.controller.js';

@Module({
  imports: [UsersModule],
  controllers: [AccountsAdminController, DeadLettersAdminController, InstanceAdminController],
  providers: [DeadLetters],
})
export class AdministrationModule {}
