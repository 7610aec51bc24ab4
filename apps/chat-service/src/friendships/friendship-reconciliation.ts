import { Database } from '@messenger/database';
import { MAX_COMPARED_FRIENDSHIPS } from '@messenger/dto';
import { isUnavailable } from '@messenger/errors';
import type { RpcClient } from '@messenger/grpc';
import type { SubscriberService } from '@messenger/proto';
import { PeriodicTask } from '@messenger/schedule';
import { Inject, Injectable } from '@nestjs/common';
import { SUBSCRIBER_CLIENT } from '../grpc-clients.js';
import { FriendshipProjectionRepository, type FriendshipRow } from './friendship-projection.repository.js';
import { friendshipsCorrected } from './friendships.metrics.js';

const INTERVAL_MS = 5_000;

/**
 * Compares the projection with its source, page by page and again from the start: an event that was lost leaves nothing
 * wrong for good. What an event has brought meanwhile stays.
 */
@Injectable()
export class FriendshipReconciliation extends PeriodicTask {
  /** Where the last page ended; undefined at the end. */
  private last: FriendshipRow | undefined;

  constructor(
    private readonly database: Database,
    private readonly projection: FriendshipProjectionRepository,
    @Inject(SUBSCRIBER_CLIENT) private readonly subscribers: Pick<RpcClient<SubscriberService>, 'compareFriendships'>,
  ) {
    super(INTERVAL_MS);
  }

  /** One page. Waits for a later run where subscriber-service is away. */
  async run(): Promise<void> {
    const page = await this.projection.list(this.database, this.last, MAX_COMPARED_FRIENDSHIPS);
    try {
      if (page.length > 0) await this.correct(page);
    } catch (error) {
      if (isUnavailable(error)) return;
      throw error;
    }
    this.last = page.length < MAX_COMPARED_FRIENDSHIPS ? undefined : page.at(-1);
  }

  private async correct(page: FriendshipRow[]): Promise<void> {
    const { corrections } = await this.subscribers.compareFriendships({ friendships: page });
    let corrected = 0;
    for (const is of corrections) {
      const row = page.find(({ userLow, userHigh }) => userLow === is.userLow && userHigh === is.userHigh);
      if (row !== undefined && (await this.projection.correct(this.database, row, is))) corrected++;
    }
    if (corrected === 0) return;
    friendshipsCorrected.inc(corrected);
    this.logger.warn(`${corrected} friendships were not as subscriber-service has them: events were lost`);
  }
}
