import type { Caller } from '@messenger/authentication';
import { ValidationFailedError } from '@messenger/errors';
import { Database, type Transaction } from '@messenger/database';
import type { Tokens } from '@messenger/proto';
import { Outbox } from '@messenger/outbox';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { EmailTokensRepository } from '../email-tokens/email-tokens.repository.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { AccountEntity } from './account.entity.js';
import { EmailTakenError, InvalidCredentialsError } from './accounts.errors.js';
import { AccountsRepository } from './accounts.repository.js';
import { EmailVerificationService } from './email-verification.service.js';
import { PasswordAttempts } from './password-attempts.js';
import { PasswordHasher } from './password-hasher.js';
import { requireRecentSignIn } from './recent-sign-in.js';

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
  ) {}

  async register(email: string, password: string): Promise<Tokens> {
    // Spares the costly hash; the unique constraint settles the race.
    if ((await this.accounts.findByEmail(this.database, email)) !== null) throw new EmailTakenError();
    const passwordHash = await this.passwords.hash(password);
    const tokens = await this.database.transaction(async (transaction) => {
      const id = await this.create(transaction, { email, emailVerifiedAt: null, passwordHash });
      return this.sessions.begin(transaction, id);
    });
    await this.emailVerification.offer(email);
    return tokens;
  }

  /** @throws EmailTakenError */
  async create(transaction: Transaction, account: Omit<AccountEntity, 'id' | 'createdAt'>): Promise<string> {
    const id = uuidv7();
    await this.accounts.insert(transaction, { id, ...account });
    this.outbox.add(transaction, {
      type: 'auth.user_registered.v1',
      payload: { userId: id, registeredAt: new Date() },
      subject: id,
      recipientIds: [id],
    });
    return id;
  }

  async login(email: string, password: string): Promise<Tokens> {
    await this.attempts.count(email);
    const account = await this.accounts.findByEmail(this.database, email);
    const matches = await this.passwords.matches(account?.passwordHash, password);
    if (account === null || !matches) throw new InvalidCredentialsError();
    const tokens = await this.database.transaction(async (transaction) => {
      // A reset since then has thrown out whoever knew the old password.
      if (!(await this.accounts.holdPassword(transaction, account))) throw new InvalidCredentialsError();
      return this.sessions.begin(transaction, account.id);
    });
    await this.attempts.clear(email);
    return tokens;
  }

  async changePassword(caller: Caller, newPassword: string, currentPassword?: string): Promise<void> {
    const account = await this.authorizeChange(caller, currentPassword);
    const passwordHash = await this.passwords.hash(newPassword);
    await this.database.transaction(async (transaction) => {
      const replaced = await this.accounts.replacePassword(transaction, account, passwordHash);
      if (!replaced) throw new InvalidCredentialsError();
      await this.emailTokens.void(transaction, account.id, 'password_reset');
      await this.sessions.revokeOthers(transaction, caller);
    });
  }

  private async authorizeChange(caller: Caller, currentPassword?: string): Promise<AccountEntity> {
    const account = await this.accounts.findById(this.database, caller.userId);
    if (account === null) throw new InvalidCredentialsError();
    if (account.passwordHash === null) {
      requireRecentSignIn(caller);
      return account;
    }
    if (currentPassword === undefined) {
      throw new ValidationFailedError([{ field: 'currentPassword', message: 'currentPassword is required' }]);
    }
    await this.attempts.count(account.email);
    if (!(await this.passwords.matches(account.passwordHash, currentPassword))) throw new InvalidCredentialsError();
    await this.attempts.clear(account.email);
    return account;
  }
}
