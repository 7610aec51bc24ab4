import { Database, inBatches } from '@messenger/database';
import { PeriodicTask } from '@messenger/schedule';
import { Injectable } from '@nestjs/common';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';

const INTERVAL_MS = 5_000;

/** Erases the sealed successors of refresh tokens whose grace period is over. */
@Injectable()
export class SealedSuccessorsCleanup extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly refreshTokens: RefreshTokensRepository,
  ) {
    super(INTERVAL_MS);
  }

  run(): Promise<void> {
    return inBatches((limit) => this.refreshTokens.eraseSuccessors(this.database, limit));
  }
}
