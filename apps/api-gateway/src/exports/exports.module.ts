import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { ExportFile } from './export-file.js';
import { ExportJobs } from './export-jobs.js';
import { ExportsController } from './exports.controller.js';
import { OwnData } from './own-data.js';

@Module({
  imports: [UsersModule],
  controllers: [ExportsController],
  providers: [ExportFile, ExportJobs, OwnData],
})
export class ExportsModule {}
