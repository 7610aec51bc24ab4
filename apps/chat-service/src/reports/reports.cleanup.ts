import { Database } from '@messenger/database';
import { PeriodicTask } from '@messenger/schedule';
import { Inject, Injectable } from '@nestjs/common';
import { REPORT_RETENTION_DAYS } from './reports.options.js';
import { ReportsRepository } from './reports.repository.js';

const INTERVAL_MS = 60 * 60 * 1_000;

/** Deletes reports some time after they were closed. */
@Injectable()
export class ReportsCleanup extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly reports: ReportsRepository,
    @Inject(REPORT_RETENTION_DAYS) private readonly retentionDays: number,
  ) {
    super(INTERVAL_MS);
  }

  run(): Promise<void> {
    return this.reports.deleteClosedBefore(this.database, this.retentionDays);
  }
}
