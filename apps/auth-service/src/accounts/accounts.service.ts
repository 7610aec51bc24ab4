import type { Caller } from '@messenger/authentication';
import { UnauthenticatedError, ValidationFailedError } from '@messenger/errors';
import { Database, type Transaction } from '@messenger/database';
import type { Complete, Tokens } from '@messenger/proto';
import { Outbox } from '@messenger/outbox';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { EmailTokensRepository } from '../email-tokens/email-tokens.repository.js';
import { hashOfInvite, RegistrationPolicy } from '../invites/registration-policy.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { EmailTakenError, InvalidCredentialsError } from './accounts.errors.js';
import { AccountsRepository, type Account, type NewAccount } from './accounts.repository.js';
import { EmailVerificationService } from './email-verification.service.js';
import { requireDomain, requireUnrelated } from './new-credentials.js';
import { PasswordAttempts } from './password-attempts.js';
import { PasswordHasher } from './password-hasher.js';
import { requireRecentSignIn } from './recent-sign-in.js';

/** Who comes. */
export interface Newcomer {
  /** Null without an invite. */
  inviteHash: Buffer | null;
  /** Where it is known. */
  name?: string | undefined;
}

export const LOCAL_EMAIL_DOMAINS = Symbol('LOCAL_EMAIL_DOMAINS');

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly accounts: AccountsRepository,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordHasher,
    private readonly attempts: PasswordAttempts,
    private readonly emailTokens: EmailTokensRepository,
    private readonly emailVerification: EmailVerificationService,
    private readonly policy: RegistrationPolicy,
    @Inject(LOCAL_EMAIL_DOMAINS) private readonly localEmailDomains: string[],
  ) {}

  async register(email: string, password: string, invite?: string): Promise<Complete<Tokens>> {
    requireDomain(email, this.localEmailDomains);
    requireUnrelated('password', password, email);
    await this.policy.check(invite);
    // Saves the costly hash. Of two registrations at once, the unique constraint lets one through.
    if ((await this.accounts.findByEmail(this.database, email)) !== undefined) throw new EmailTakenError();
    const passwordHash = await this.passwords.hash(password);
    const tokens = await this.database.transaction(async (transaction) => {
      const inviteHash = hashOfInvite(invite);
      const id = await this.create(transaction, { email, emailVerifiedAt: null, passwordHash }, { inviteHash });
      return this.sessions.create(transaction, id);
    });
    await this.emailVerification.requestQuietly(email);
    return tokens;
  }

  /** @throws UnauthenticatedError where the account is gone, and the token outlives it */
  async get(id: string): Promise<Account> {
    const account = await this.accounts.findById(this.database, id);
    if (account === undefined) throw new UnauthenticatedError();
    return account;
  }

  /** Resolves with the account's id. @throws EmailTakenError, or as RegistrationPolicy refuses */
  async create(
    transaction: Transaction,
    account: Omit<NewAccount, 'id' | 'invitedBy'>,
    { inviteHash, name }: Newcomer,
  ): Promise<string> {
    const id = uuidv7();
    const invitedBy = await this.policy.admit(transaction, inviteHash);
    await this.accounts.insert(transaction, { id, ...account, invitedBy });
    this.outbox.add(transaction, {
      type: 'auth.user_registered.v1',
      payload: { userId: id, registeredAt: new Date(), name },
      subject: id,
      recipientIds: [id],
    });
    return id;
  }

  async login(email: string, password: string): Promise<Complete<Tokens>> {
    const account = await this.attempts.attempt(email, () => this.authenticate(email, password));
    const tokens = await this.database.transaction(async (transaction) => {
      // A reset since the check has ended all sessions: the old password must not begin another one.
      if (!(await this.accounts.lockIfPasswordUnchanged(transaction, account))) throw new InvalidCredentialsError();
      return this.sessions.create(transaction, account.id);
    });
    await this.attempts.reset(email);
    return tokens;
  }

  private async authenticate(email: string, password: string): Promise<Account> {
    const account = await this.accounts.findByEmail(this.database, email);
    const matches = await this.passwords.matches(account?.passwordHash, password);
    if (account === undefined || !matches) throw new InvalidCredentialsError();
    return account;
  }

  async changePassword(caller: Caller, newPassword: string, currentPassword?: string): Promise<void> {
    const account = await this.authorizeChange(caller, currentPassword);
    requireUnrelated('newPassword', newPassword, account.email);
    const passwordHash = await this.passwords.hash(newPassword);
    await this.database.transaction(async (transaction) => {
      const replaced = await this.accounts.replacePassword(transaction, account, passwordHash);
      if (!replaced) throw new InvalidCredentialsError();
      await this.emailTokens.deleteAll(transaction, account.id, 'password_reset');
      await this.sessions.revokeOthers(transaction, caller);
    });
  }

  private async authorizeChange(caller: Caller, currentPassword?: string): Promise<Account> {
    const account = await this.accounts.findById(this.database, caller.userId);
    if (account === undefined) throw new InvalidCredentialsError();
    if (account.passwordHash === null) {
      requireRecentSignIn(caller);
      return account;
    }
    if (currentPassword === undefined) {
      throw new ValidationFailedError([{ field: 'currentPassword', message: 'currentPassword is required' }]);
    }
    await this.requirePassword(account, currentPassword);
    return account;
  }

  /** Of an account that is signed in to. @throws InvalidCredentialsError, RateLimitedError */
  async requirePassword({ email, passwordHash }: Account, password: string): Promise<void> {
    await this.attempts.attempt(email, async () => {
      if (!(await this.passwords.matches(passwordHash, password))) throw new InvalidCredentialsError();
    });
    await this.attempts.reset(email);
  }
}
