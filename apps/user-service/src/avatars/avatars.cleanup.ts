import { Database } from '@messenger/database';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AvatarsRepository } from './avatars.repository.js';

/** Milliseconds. */
const INTERVAL = 60 * 60 * 1_000;
/** Days that pages and apps which know the old profile still find its picture. */
const RETENTION = 1;

/** Forgets pictures that nobody has had as an avatar for a day. */
@Injectable()
export class AvatarSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AvatarSweeper.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly avatars: AvatarsRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.sweep().catch((error: unknown) => this.logger.warn('Avatars could not be swept', error as Error));
    }, INTERVAL);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async sweep(): Promise<void> {
    await this.avatars.markUnused(this.database);
    await this.avatars.deleteUnused(this.database, RETENTION);
  }
}
