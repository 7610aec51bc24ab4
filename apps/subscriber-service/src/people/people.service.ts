import { Database } from '@messenger/database';
import type { RpcClient } from '@messenger/grpc';
import type { UserService } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import type { PairKey } from '../pairs/pair.js';
import { PairsRepository } from '../pairs/pairs.repository.js';
import { USER_CLIENT } from '../peers.js';

/** Knows who exists. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly database: Database,
    private readonly pairs: PairsRepository,
    @Inject(USER_CLIENT) private readonly users: Pick<RpcClient<UserService>, 'getUser'>,
  ) {}

  /**
   * Asks user-service, whose USER_NOT_FOUND is ours, about people who are a pair for the first time. Not to be called
   * in a transaction, which would hold its locks for as long.
   *
   * @throws DomainError USER_NOT_FOUND, or UNAVAILABLE where nobody can tell
   */
  async requireToExist(userId: string, pair: PairKey): Promise<void> {
    const known = await this.pairs.find(this.database, pair);
    if (known === undefined) await this.users.getUser({ userId });
  }
}
