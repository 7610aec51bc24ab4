import { Database } from '@messenger/database';
import { PeriodicTask } from '@messenger/schedule';
import { Inject, Injectable } from '@nestjs/common';
import { ExportsRepository } from './exports.repository.js';
import { EXPORT_RETENTION_DAYS } from './exports.options.js';

const INTERVAL_MS = 60 * 60 * 1_000;

/** Deletes expired exports. */
@Injectable()
export class ExportsCleanup extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly exports: ExportsRepository,
    @Inject(EXPORT_RETENTION_DAYS) private readonly retentionDays: number,
  ) {
    super(INTERVAL_MS);
  }

  run(): Promise<void> {
    return this.exports.deleteOlder(this.database, this.retentionDays);
  }
}
