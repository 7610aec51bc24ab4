import { UnauthenticatedError } from '@messenger/errors';
import type { Transaction } from '@messenger/database';
import { Injectable } from '@nestjs/common';
import { AccountsRepository } from '../accounts/accounts.repository.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { IdentitiesRepository } from '../identities/identities.repository.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { accountLinking, type LinkIntent } from './account-linking.js';
import type { FinishedFlow } from './google-flows.repository.js';
import type { GoogleUser } from './id-token-verifier.js';

/** Finds or creates the account and the identity that a sign-in at Google belongs to. */
@Injectable()
export class SignInResolver {
  constructor(
    private readonly accountsRepository: AccountsRepository,
    private readonly accounts: AccountsService,
    private readonly identities: IdentitiesRepository,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Resolves with the id of the identity. Of two sign-ins of one new user at the same time, the second one violates a
   * unique constraint.
   */
  async resolve(
    transaction: Transaction,
    user: GoogleUser,
    { linkIntent, inviteHash }: Pick<FinishedFlow, 'linkIntent' | 'inviteHash'>,
  ): Promise<string> {
    if (linkIntent !== undefined) await this.requireActiveSession(transaction, linkIntent);
    const { issuer, subject, email, typedEmail } = user;
    const identity = await this.identities.find(transaction, issuer, subject);
    const account = await this.accountsRepository.findByEmail(transaction, email);
    const linking = accountLinking({ user, identity, account, linkingUserId: linkIntent?.userId });
    if (linking.kind === 'known-identity') return linking.identityId;
    const userId =
      linking.kind === 'link-to-account'
        ? linking.userId
        : await this.createAccount(transaction, user, linking.emailVerified, inviteHash);
    return this.identities.insert(transaction, { userId, provider: 'google', issuer, subject, email: typedEmail });
  }

  /** A session that was revoked while the browser was at Google must not add a way to sign in. */
  private async requireActiveSession(transaction: Transaction, { userId, sessionId }: LinkIntent): Promise<void> {
    await this.accountsRepository.lock(transaction, userId);
    if (await this.sessions.lockIfActive(transaction, sessionId)) return;
    throw new UnauthenticatedError('The session that asked for this has ended');
  }

  private createAccount(
    transaction: Transaction,
    { email, name }: GoogleUser,
    emailVerified: boolean,
    inviteHash: Buffer | null,
  ): Promise<string> {
    const emailVerifiedAt = emailVerified ? new Date() : null;
    return this.accounts.create(transaction, { email, emailVerifiedAt, passwordHash: null }, { inviteHash, name });
  }
}
