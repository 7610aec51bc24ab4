import { Database, inBatches } from '@messenger/database';
import { PeriodicTask } from '@messenger/schedule';
import { Injectable } from '@nestjs/common';
import { EmailTokensRepository } from './email-tokens.repository.js';

const INTERVAL_MS = 60 * 60 * 1_000;

/** Deletes expired e-mail tokens. */
@Injectable()
export class EmailTokensCleanup extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly emailTokens: EmailTokensRepository,
  ) {
    super(INTERVAL_MS);
  }

  run(): Promise<void> {
    return inBatches((limit) => this.emailTokens.deleteExpired(this.database, limit));
  }
}
