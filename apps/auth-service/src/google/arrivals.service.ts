import type { Caller } from '@messenger/authentication';
import { UnauthenticatedError } from '@messenger/errors';
import type { Transaction } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { IdentitiesRepository } from '../identities/identities.repository.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { GooglePerson } from './id-token-verifier.js';
import { joiningOf } from './joining.js';

/** Who asked for an identity to be added to their account. */
export type Linking = Pick<Caller, 'userId' | 'sessionId'>;

/** Leads whoever comes from Google to an account. */
@Injectable()
export class ArrivalsService {
  constructor(
    private readonly accountsRepository: AccountsRepository,
    private readonly accounts: AccountsService,
    private readonly identities: IdentitiesRepository,
    private readonly sessions: SessionsService,
  ) {}

  /** Answers with the identity, which has an account from now on. Of two who are new at once, a constraint lets one pass. */
  async admit(transaction: Transaction, person: GooglePerson, linking?: Linking): Promise<string> {
    if (linking !== undefined) await this.requireStillSignedIn(transaction, linking);
    const identity = await this.identities.find(transaction, person.issuer, person.subject);
    const account = await this.accountsRepository.findByEmail(transaction, person.email);
    const joining = joiningOf({ person, identity, account, linkingUserId: linking?.userId });
    if (joining.kind === 'known') return joining.identityId;
    const userId =
      joining.kind === 'added' ? joining.userId : await this.open(transaction, person.email, joining.addressProved);
    return this.identities.insert(transaction, { ...person, userId });
  }

  /** Who was thrown out while the browser was at Google must not come back by what they began before. */
  private async requireStillSignedIn(transaction: Transaction, { userId, sessionId }: Linking): Promise<void> {
    await this.accountsRepository.lock(transaction, userId);
    if (await this.sessions.isLive(transaction, sessionId)) return;
    throw new UnauthenticatedError('The session that asked for this has ended');
  }

  private open(transaction: Transaction, email: string, addressProved: boolean): Promise<string> {
    const emailVerifiedAt = addressProved ? new Date() : null;
    return this.accounts.create(transaction, { email, emailVerifiedAt, passwordHash: null });
  }
}
