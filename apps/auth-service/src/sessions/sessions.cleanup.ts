import { Database, inBatches } from '@messenger/database';
import { PeriodicTask } from '@messenger/schedule';
import { Injectable } from '@nestjs/common';
import { SessionsRepository } from './sessions.repository.js';

const INTERVAL_MS = 60 * 60 * 1_000;

/** Deletes sessions that ended a while ago, with their refresh tokens. */
@Injectable()
export class SessionsCleanup extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionsRepository,
  ) {
    super(INTERVAL_MS);
  }

  /** The tokens first: a session may have a million. */
  async run(): Promise<void> {
    await inBatches((limit) => this.sessions.deleteTokensOfEnded(this.database, limit));
    await inBatches((limit) => this.sessions.deleteEnded(this.database, limit));
    await this.sessions.deleteErased(this.database);
  }
}
