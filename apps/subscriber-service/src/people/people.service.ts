import { Database } from '@messenger/database';
import type { RpcClient } from '@messenger/grpc';
import type { UserService } from '@messenger/proto';
import { Inject, Injectable } from '@nestjs/common';
import type { PairKey } from '../pairs/pair.js';
import { PairsRepository } from '../pairs/pairs.repository.js';
import { USER_CLIENT } from '../grpc-clients.js';

/** Finds out whether a person exists. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly database: Database,
    private readonly pairs: PairsRepository,
    @Inject(USER_CLIENT) private readonly users: Pick<RpcClient<UserService>, 'getUser'>,
  ) {}

  /**
   * Asks user-service where the two have no row yet, and passes its USER_NOT_FOUND on. Call it outside any transaction,
   * which would hold its locks during the call.
   *
   * @throws DomainError USER_NOT_FOUND, or UNAVAILABLE where user-service does not answer
   */
  async requireToExist(userId: string, pair: PairKey): Promise<void> {
    const known = await this.pairs.find(this.database, pair);
    if (known === undefined) await this.users.getUser({ userId });
  }
}
