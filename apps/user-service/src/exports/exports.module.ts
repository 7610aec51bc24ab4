import { Module } from '@nestjs/common';
import { config } from '../config.js';
import { ExportController } from './export.controller.js';
import { ExportsCleanup } from './exports.cleanup.js';
import { EXPORT_RETENTION_DAYS } from './exports.options.js';
import { ExportsRepository } from './exports.repository.js';
import { ExportsService } from './exports.service.js';

@Module({
  controllers: [ExportController],
  providers: [
    { provide: EXPORT_RETENTION_DAYS, useValue: config.exportRetentionDays },
    ExportsRepository,
    ExportsService,
    ExportsCleanup,
  ],
  exports: [ExportsRepository],
})
export class ExportsModule {}
