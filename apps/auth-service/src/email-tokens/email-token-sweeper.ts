import { Database } from '@messenger/database';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EmailTokensRepository } from './email-tokens.repository.js';

/** Milliseconds. */
const INTERVAL = 60 * 60 * 1_000;

/** Forgets the tokens of links that nobody has opened in time. */
@Injectable()
export class EmailTokenSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(EmailTokenSweeper.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly emailTokens: EmailTokensRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.emailTokens.deleteExpired(this.database).catch((error: unknown) => {
        this.logger.warn('Expired e-mail tokens could not be swept', error as Error);
      });
    }, INTERVAL);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
