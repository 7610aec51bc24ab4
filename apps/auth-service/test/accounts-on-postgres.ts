import { randomBytes, randomUUID } from 'node:crypto';
import type { Caller } from '@messenger/authentication';
import { raw, type Database, type Sql } from '@messenger/database';
import { DomainError } from '@messenger/errors';
import { requestContext } from '@messenger/logging';
import type { Tokens } from '@messenger/proto';
import { testDatabase, unconnectedOutbox } from '@messenger/testing';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { AccountDeletionsRepository } from '../src/deletion-requests/account-deletions.repository.js';
import { AdministratorsRepository } from '../src/administrators/administrators.repository.js';
import { AccountsRepository, type Account } from '../src/accounts/accounts.repository.js';
import { AccountsService } from '../src/accounts/accounts.service.js';
import { EmailVerificationService } from '../src/accounts/email-verification.service.js';
import { PasswordAttempts, type PasswordLimits } from '../src/accounts/password-attempts.js';
import { PasswordHasher } from '../src/accounts/password-hasher.js';
import { EmailTokensRepository } from '../src/email-tokens/email-tokens.repository.js';
import { IdentitiesRepository } from '../src/identities/identities.repository.js';
import { InvitesRepository } from '../src/invites/invites.repository.js';
import { InvitesService } from '../src/invites/invites.service.js';
import { RegistrationPolicy } from '../src/invites/registration-policy.js';
import type { Inviters, RegistrationMode } from '../src/invites/registration-mode.js';
import { MailDispatcher } from '../src/mail/mail-dispatcher.js';
import { MailQueueRepository } from '../src/mail/mail-queue.repository.js';
import { MailRequestsService } from '../src/mail/mail-requests.service.js';
import { Mailer, type MailContent } from '../src/mail/mailer.js';
import { migrations } from '../src/migrations/migrations.js';
import { PasswordResetService } from '../src/password-reset/password-reset.service.js';
import { AccessTokenIssuer } from '../src/sessions/access-token-issuer.js';
import { RefreshTokensRepository } from '../src/sessions/refresh-tokens.repository.js';
import { SessionsRepository } from '../src/sessions/sessions.repository.js';
import { SessionsService } from '../src/sessions/sessions.service.js';
import { SigningKeysRepository } from '../src/signing-keys/signing-keys.repository.js';
import { SigningKeysService } from '../src/signing-keys/signing-keys.service.js';

export const PASSWORD = 'correct horse battery staple';
const PLENTY = 1_000_000;

/** Stands in for the mail server, and keeps the mails. */
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

  /** The tokens of the links in the mails to an address, the oldest first. */
  tokens(email: string, link: 'verify-email' | 'reset-password'): string[] {
    return this.to(email).flatMap(({ text }) => new RegExp(`/#${link}=(\\S+)`).exec(text)?.[1] ?? []);
  }
}

export interface InstanceOptions {
  mailer?: Mailer;
  passwordLimits?: Partial<PasswordLimits>;
  localEmailDomains?: string[];
  registration?: RegistrationMode;
  invitesBy?: Inviters;
  mailLimits?: { recipient?: number; caller?: number };
}

/** The account services of one process. */
export class Instance {
  readonly passwords = new PasswordHasher();
  readonly emailTokens = new EmailTokensRepository();
  readonly accountsRepository = new AccountsRepository();
  readonly accounts: AccountsService;
  readonly sessions: SessionsService;
  readonly attempts: PasswordAttempts;
  readonly verification: EmailVerificationService;
  readonly reset: PasswordResetService;
  readonly dispatcher: MailDispatcher;
  readonly invites: InvitesService;

  constructor(database: Database, keys: SigningKeysService, options: InstanceOptions) {
    const { accountsRepository: accounts, passwords, emailTokens } = this;
    const outbox = unconnectedOutbox(database);
    const [sessions, queue] = [new SessionsRepository(), new MailQueueRepository()];
    const issuer = new AccessTokenIssuer({ issuer: 'messenger', audience: 'messenger', ttlSeconds: 900 }, keys);
    const limits = { recipient: PLENTY, caller: PLENTY, ipv4Bits: 32, ...options.mailLimits };
    const mailOptions = { mailer: options.mailer, publicUrl: 'https://chat.example.com', limits };
    const mails = new MailRequestsService(mailOptions, database, queue);
    this.dispatcher = new MailDispatcher(mailOptions, database, queue, emailTokens);
    const deletions = new AccountDeletionsRepository();
    this.sessions = new SessionsService(database, outbox, sessions, new RefreshTokensRepository(), issuer, deletions);
    const passwordLimits = {
      ...{ pair: PLENTY, address: PLENTY, account: PLENTY, slowed: PLENTY, ipv4Bits: 32 },
      ...options.passwordLimits,
    };
    const attempts = new PasswordAttempts(passwordLimits, database, accounts);
    this.attempts = attempts;
    this.verification = new EmailVerificationService(database, accounts, emailTokens, mails);
    this.reset = new PasswordResetService(
      ...([database, accounts, new IdentitiesRepository(), this.sessions] as const),
      ...([passwords, attempts, emailTokens, mails] as const),
    );
    const invites = new InvitesRepository();
    const policy = new RegistrationPolicy(options.registration ?? 'open', database, invites);
    this.invites = new InvitesService(
      'https://chat.example.com',
      database,
      invites,
      policy,
      options.invitesBy ?? 'members',
      new AdministratorsRepository(),
    );
    this.accounts = new AccountsService(
      ...([database, outbox, accounts, this.sessions, passwords, attempts] as const),
      ...([emailTokens, this.verification, policy, options.localEmailDomains ?? []] as const),
    );
  }
}

/** Real: PostgreSQL, the run-time role, the pool, argon2. */
export async function accountsOnPostgres() {
  const database = await testDatabase('auth-service', migrations);
  // The tests provoke failures that are logged as warnings.
  Logger.overrideLogger(['error', 'fatal']);
  const { sql } = database;
  const keys = new SigningKeysService(randomBytes(32), sql, new SigningKeysRepository());
  await keys.onModuleInit();

  return {
    sql,

    instance: (options: InstanceOptions = {}) => new Instance(sql, keys, options),

    account: async (email: string): Promise<Account> => {
      const account = await new AccountsRepository().findByEmail(sql, email);
      if (account === undefined) throw new Error(`${email} has no account`);
      return account;
    },

    count: async (statement: string, parameters: unknown[]): Promise<number> =>
      (await query(sql, statement, parameters)).length,

    /** Makes all queued mails due. */
    makeDue: () => query(sql, `UPDATE outgoing_mails SET send_after = now()`),

    resetRateLimits: () => query(sql, `DELETE FROM rate_limits`),

    /** Runs DDL, which the run-time role may not. */
    asOwner: async (statement: string): Promise<void> => {
      const client = new pg.Client(database.ownerUrl);
      await client.connect();
      await client.query(statement);
      await client.end();
    },

    close: () => database.close(),
  };
}

/** Runs a statement that is written as text: an arrangement of the test, or a look at what is stored. */
export function query<Row extends object>(sql: Sql, text: string, parameters?: unknown[]): Promise<Row[]> {
  return sql.run(raw<Row>(text, parameters));
}

export type AccountsOnPostgres = Awaited<ReturnType<typeof accountsOnPostgres>>;

export function anEmail(name = 'somebody'): string {
  return `${name}-${randomUUID()}@example.com`;
}

export function callerOf({ accessToken }: Tokens): Caller {
  const { sub = '', sid, auth_time, exp = 0 } = decodeJwt<{ sid: string; auth_time: number }>(accessToken);
  const [authenticatedAt, expiresAt] = [new Date(auth_time * 1_000), new Date(exp * 1_000)];
  const { kid: keyId = '' } = decodeProtectedHeader(accessToken);
  return { userId: sub, sessionId: sid, keyId, authenticatedAt, expiresAt };
}

/** Runs `work` as a request from that IP address. */
export function fromIp<T>(clientIp: string, work: () => Promise<T>): Promise<T> {
  return requestContext.run({ requestId: randomUUID(), traceparent: '', clientIp }, work);
}

/** The reason a promise is rejected with, or undefined. */
export async function reasonOf(promise: Promise<unknown>): Promise<string | undefined> {
  return promise.then(
    () => undefined,
    (error: unknown) => (error instanceof DomainError ? error.reason : String(error)),
  );
}
