import { Database } from '@messenger/database';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** Milliseconds. */
const INTERVAL = 60 * 60 * 1_000;

/** Destroys retired keys when no token can name them any more. */
@Injectable()
export class SigningKeySweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SigningKeySweeper.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly repository: SigningKeysRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.repository.deleteRetired(this.database).catch((error: unknown) => {
        this.logger.warn('Retired keys could not be deleted', error as Error);
      });
    }, INTERVAL);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
