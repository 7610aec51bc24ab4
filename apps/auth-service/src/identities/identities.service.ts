import type { Caller } from '@messenger/authentication';
import { Database } from '@messenger/database';
import type { Complete, Identity } from '@messenger/proto';
import { Injectable } from '@nestjs/common';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { IdentityNotFoundError, LastSignInMethodError } from './identities.errors.js';
import { IdentitiesRepository } from './identities.repository.js';

@Injectable()
export class IdentitiesService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsRepository,
    private readonly identities: IdentitiesRepository,
    private readonly sessions: SessionsService,
  ) {}

  list({ userId }: Caller): Promise<Complete<Identity>[]> {
    return this.identities.list(this.database, userId);
  }

  /** Revokes the other sessions too: one of them may have been begun by that identity. */
  async remove(caller: Caller, id: string): Promise<void> {
    await this.database.transaction(async (transaction) => {
      // Locked: two removals at once would each see the other's identity, and leave none.
      const account = await this.accounts.lock(transaction, caller.userId);
      const identities = await this.identities.list(transaction, caller.userId);
      if (identities.every((identity) => identity.id !== id)) throw new IdentityNotFoundError();
      if (account.passwordHash === null && identities.length === 1) throw new LastSignInMethodError();
      await this.identities.delete(transaction, id);
      await this.sessions.revokeOthers(transaction, caller);
    });
  }
}
