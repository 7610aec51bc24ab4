import { Module } from '@nestjs/common';
import { config } from '../config.js';
import { MessagesModule } from '../messages/messages.module.js';
import { ReceivedReportsService } from './received-reports.service.js';
import { ReportController } from './report.controller.js';
import { ReportsCleanup } from './reports.cleanup.js';
import { REPORT_RETENTION_DAYS, REPORTS_PER_DAY } from './reports.options.js';
import { ReportsRepository } from './reports.repository.js';
import { ReportsService } from './reports.service.js';

@Module({
  imports: [MessagesModule],
  controllers: [ReportController],
  providers: [
    { provide: REPORTS_PER_DAY, useValue: config.reports.perDay },
    { provide: REPORT_RETENTION_DAYS, useValue: config.reports.retentionDays },
    ReceivedReportsService,
    ReportsCleanup,
    ReportsRepository,
    ReportsService,
  ],
  exports: [ReportsRepository],
})
export class ReportsModule {}
