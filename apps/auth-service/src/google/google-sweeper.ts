import { Database } from '@messenger/database';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ExchangeCodesRepository } from './exchange-codes.repository.js';
import { GoogleFlowsRepository } from './google-flows.repository.js';

/** Milliseconds. */
const INTERVAL = 60_000;

/** Forgets flows and codes that are over. */
@Injectable()
export class GoogleSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(GoogleSweeper.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly flows: GoogleFlowsRepository,
    private readonly codes: ExchangeCodesRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweep().catch((error: unknown) => this.logger.warn('Flows could not be swept', error as Error));
    }, INTERVAL);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async sweep(): Promise<void> {
    await this.flows.deleteExpired(this.database);
    await this.codes.deleteExpired(this.database);
  }
}
