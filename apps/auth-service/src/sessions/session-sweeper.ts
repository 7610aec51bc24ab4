import { Database } from '@messenger/database';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';
import { SessionsRepository } from './sessions.repository.js';

/** Milliseconds. */
const ERASE_INTERVAL = 5_000;
const DELETE_INTERVAL = 60 * 60 * 1_000;

/** Erases sealed successors when their grace is over, and forgets ended sessions. */
@Injectable()
export class SessionSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SessionSweeper.name);
  private timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly database: Database,
    private readonly refreshTokens: RefreshTokensRepository,
    private readonly sessions: SessionsRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timers = [
      setInterval(() => this.sweep(this.refreshTokens.eraseSuccessors(this.database)), ERASE_INTERVAL),
      setInterval(() => this.sweep(this.sessions.deleteEnded(this.database)), DELETE_INTERVAL),
    ];
  }

  onApplicationShutdown(): void {
    this.timers.forEach(clearInterval);
  }

  private sweep(work: Promise<void>): void {
    work.catch((error: unknown) => this.logger.warn('Sessions could not be swept', error as Error));
  }
}
