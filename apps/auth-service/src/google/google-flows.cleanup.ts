import { Database, inBatches } from '@messenger/database';
import { PeriodicTask } from '@messenger/schedule';
import { Injectable } from '@nestjs/common';
import { ExchangeCodesRepository } from './exchange-codes.repository.js';
import { GoogleFlowsRepository } from './google-flows.repository.js';

const INTERVAL_MS = 60_000;

/** Deletes expired flows and exchange codes. */
@Injectable()
export class GoogleFlowsCleanup extends PeriodicTask {
  constructor(
    private readonly database: Database,
    private readonly flows: GoogleFlowsRepository,
    private readonly codes: ExchangeCodesRepository,
  ) {
    super(INTERVAL_MS);
  }

  async run(): Promise<void> {
    await inBatches((limit) => this.flows.deleteExpired(this.database, limit));
    await inBatches((limit) => this.codes.deleteExpired(this.database, limit));
  }
}
