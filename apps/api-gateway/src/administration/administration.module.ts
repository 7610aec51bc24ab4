import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { AccountsAdminController } from './accounts-admin.controller.js';
import { InstanceAdminController } from './instance-admin.controller.js';

@Module({ imports: [UsersModule], controllers: [AccountsAdminController, InstanceAdminController] })
export class AdministrationModule {}
