import { Database } from '@messenger/database';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AvatarsRepository } from './avatars.repository.js';

const INTERVAL_MS = 60 * 60 * 1_000;
/** Pages and apps that still show the old profile find its picture for as long. */
const RETENTION_DAYS = 1;

/** Deletes expired avatars: pictures that have been on no profile for a day. */
@Injectable()
export class AvatarsCleanup implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AvatarsCleanup.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly avatars: AvatarsRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.run().catch((error: unknown) => this.logger.warn('Expired avatars could not be deleted', error as Error));
    }, INTERVAL_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async run(): Promise<void> {
    await this.avatars.markUnused(this.database);
    await this.avatars.deleteUnused(this.database, RETENTION_DAYS);
  }
}
