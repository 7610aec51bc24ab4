import { randomBytes, randomUUID } from 'node:crypto';
import type { Caller } from '@messenger/authentication';
import { createDataSource, Database } from '@messenger/database';
import { DomainError } from '@messenger/errors';
import { OutboxSignal } from '@messenger/outbox';
import { requestContext } from '@messenger/logging';
import type { Tokens } from '@messenger/proto';
import { testDatabase } from '@messenger/testing';
import { decodeJwt } from 'jose';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { AccountEntity } from '../src/accounts/account.entity.js';
import { AccountsRepository } from '../src/accounts/accounts.repository.js';
import { AccountsService } from '../src/accounts/accounts.service.js';
import { EmailVerificationService } from '../src/accounts/email-verification.service.js';
import { PasswordAttempts, type PasswordLimits } from '../src/accounts/password-attempts.js';
import { PasswordHasher } from '../src/accounts/password-hasher.js';
import { PasswordResetService } from '../src/accounts/password-reset.service.js';
import { EmailTokensRepository } from '../src/email-tokens/email-tokens.repository.js';
import { MailDispatcher } from '../src/mail/mail-dispatcher.js';
import { MailQueueRepository } from '../src/mail/mail-queue.repository.js';
import { MailRequestsService } from '../src/mail/mail-requests.service.js';
import { Mailer, type MailContent } from '../src/mail/mailer.js';
import { migrations } from '../src/migrations/migrations.js';
import { AccessTokenIssuer } from '../src/sessions/access-token-issuer.js';
import { RefreshTokensRepository } from '../src/sessions/refresh-tokens.repository.js';
import { SessionEntity } from '../src/sessions/session.entity.js';
import { SessionsRepository } from '../src/sessions/sessions.repository.js';
import { SessionsService } from '../src/sessions/sessions.service.js';
import { SigningKeysRepository } from '../src/signing-keys/signing-keys.repository.js';
import { SigningKeysService } from '../src/signing-keys/signing-keys.service.js';

export const PASSWORD = 'correct horse battery staple';
const PLENTY = 1_000_000;

/** Stands for the mail server: keeps what it gets. */
export class Mailbox extends Mailer {
  readonly mails: (MailContent & { to: string })[] = [];

  constructor() {
    super('Messenger <messenger@example.com>');
  }

  send(to: string, content: MailContent): Promise<void> {
    this.mails.push({ to, ...content });
    return Promise.resolve();
  }

  to(email: string): MailContent[] {
    return this.mails.filter(({ to }) => to === email);
  }

  /** Of the links in the mails to an address, oldest first. */
  tokens(email: string, link: 'verify-email' | 'reset-password'): string[] {
    return this.to(email).flatMap(({ text }) => new RegExp(`/#${link}=(\\S+)`).exec(text)?.[1] ?? []);
  }
}

export interface InstanceOptions {
  mailer?: Mailer;
  passwordLimits?: Partial<PasswordLimits>;
  mailLimits?: { recipient?: number; caller?: number };
}

/** The rules of accounts in one process. */
export class Instance {
  readonly passwords = new PasswordHasher();
  readonly emailTokens = new EmailTokensRepository();
  readonly accountsRepository: AccountsRepository;
  readonly accounts: AccountsService;
  readonly sessions: SessionsService;
  readonly attempts: PasswordAttempts;
  readonly verification: EmailVerificationService;
  readonly reset: PasswordResetService;
  readonly dispatcher: MailDispatcher;

  constructor(dataSource: DataSource, database: Database, keys: SigningKeysService, options: InstanceOptions) {
    const { passwords, emailTokens } = this;
    const accounts = new AccountsRepository(dataSource);
    this.accountsRepository = accounts;
    const [sessions, queue] = [new SessionsRepository(), new MailQueueRepository()];
    const issuer = new AccessTokenIssuer({ issuer: 'messenger', audience: 'messenger', life: 900 }, keys);
    const limits = { recipient: PLENTY, caller: PLENTY, ...options.mailLimits };
    const mailOptions = { mailer: options.mailer, publicUrl: 'https://chat.example.com', limits };
    const mails = new MailRequestsService(mailOptions, transactions, queue);
    this.dispatcher = new MailDispatcher(mailOptions, transactions, queue, emailTokens);
    this.sessions = new SessionsService(transactions, sessions, new RefreshTokensRepository(), issuer);
    const passwordLimits = { pair: PLENTY, address: PLENTY, account: PLENTY, ...options.passwordLimits };
    const attempts = new PasswordAttempts(passwordLimits, transactions, accounts);
    this.attempts = attempts;
    this.verification = new EmailVerificationService(transactions, accounts, emailTokens, mails);
    this.reset = new PasswordResetService(
      ...([transactions, accounts, this.sessions, passwords, attempts, emailTokens, mails] as const),
    );
    this.accounts = new AccountsService(
      ...([transactions, accounts, this.sessions, passwords, attempts, emailTokens, this.verification] as const),
    );
  }
}

/** Real: PostgreSQL, the run-time role, the pool, argon2. */
export async function accountsOnPostgres() {
  const database = await testDatabase('auth-service', migrations);
  // Failures that are brought about are warned of.
  Logger.overrideLogger(['error', 'fatal']);
  const pool = { url: database.runtimeUrl, schema: 'auth', poolSize: 20, entities: [AccountEntity, SessionEntity] };
  const dataSource = await createDataSource(pool).initialize();
  const transactions = new Database(dataSource, new OutboxSignal());
  const keys = new SigningKeysService(randomBytes(32), transactions, new SigningKeysRepository());
  await keys.onModuleInit();

  return {
    transactions,

    instance: (options: InstanceOptions = {}) => new Instance(dataSource, transactions, keys, options),

    account: async (email: string): Promise<AccountEntity> =>
      dataSource.manager.findOneByOrFail(AccountEntity, { email }),

    count: async (statement: string, parameters: unknown[]): Promise<number> =>
      (await transactions.query(statement, parameters)).length,

    /** What waits for its next attempt is due. */
    makeDue: () => transactions.query(`UPDATE outgoing_mails SET send_after = now()`),

    /** The minute in which an address gets one mail is over. */
    forgetLimits: () => transactions.query(`DELETE FROM rate_limits`),

    /** What only a migration may do. */
    asOwner: async (statement: string): Promise<void> => {
      const client = new pg.Client(database.ownerUrl);
      await client.connect();
      await client.query(statement);
      await client.end();
    },

    close: async () => {
      await dataSource.destroy();
      await database.close();
    },
  };
}

export type AccountsOnPostgres = Awaited<ReturnType<typeof accountsOnPostgres>>;

export function anEmail(name = 'somebody'): string {
  return `${name}-${randomUUID()}@example.com`;
}

export function callerOf({ accessToken }: Tokens): Caller {
  const { sub = '', sid, auth_time, exp = 0 } = decodeJwt<{ sid: string; auth_time: number }>(accessToken);
  const [authenticatedAt, expiresAt] = [new Date(auth_time * 1_000), new Date(exp * 1_000)];
  return { userId: sub, sessionId: sid, authenticatedAt, expiresAt };
}

/** As if the request had come from that address. */
export function from<T>(clientIp: string, work: () => Promise<T>): Promise<T> {
  return requestContext.run({ requestId: randomUUID(), traceparent: '', clientIp }, work);
}

/** The reason a promise is rejected with, or undefined. */
export async function reasonOf(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => undefined,
    (error: unknown) => (error instanceof DomainError ? error.reason : String(error)),
  );
}
