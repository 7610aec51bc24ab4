import { Database } from '@messenger/database';
import { PeriodicTask } from '@messenger/schedule';
import { Injectable } from '@nestjs/common';
import { AvatarsRepository } from './avatars.repository.js';

const INTERVAL_MS = 60 * 60 * 1_000;
/** Pages and apps that still show the old profile find its picture for as long. */
const RETENTION_DAYS = 1;

/** Deletes expired avatars: pictures that have been on no profile for a day. */
@Injectable()
export class AvatarsCleanup extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly avatars: AvatarsRepository,
  ) {
    super(INTERVAL_MS);
  }

  async run(): Promise<void> {
    await this.avatars.markUnused(this.database);
    await this.avatars.deleteUnused(this.database, RETENTION_DAYS);
  }
}
