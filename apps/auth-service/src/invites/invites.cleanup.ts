import { Database, inBatches } from '@messenger/database';
import { PeriodicTask } from '@messenger/schedule';
import { Injectable } from '@nestjs/common';
import { InvitesRepository } from './invites.repository.js';

const INTERVAL_MS = 60 * 60 * 1_000;

/** Deletes invites that expired a while ago. */
@Injectable()
export class InvitesCleanup extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly invites: InvitesRepository,
  ) {
    super(INTERVAL_MS);
  }

  run(): Promise<void> {
    return inBatches((limit) => this.invites.deleteEnded(this.database, limit));
  }
}
