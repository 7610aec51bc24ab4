import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { ReportsAdminController } from './reports-admin.controller.js';
import { ReportsController } from './reports.controller.js';

@Module({ imports: [UsersModule], controllers: [ReportsController, ReportsAdminController] })
export class ReportsModule {}
