import { randomUUID } from 'node:crypto';
import type { Caller } from '@messenger/authentication';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountDeletionService } from '../src/account-deletion/account-deletion.service.js';
import { AdministrationQueries } from '../src/administration/administration.queries.js';
import { AdministrationRepository } from '../src/administration/administration.repository.js';
import { AdministratorsRepository } from '../src/administrators/administrators.repository.js';
import { AdministrationService } from '../src/administration/administration.service.js';
import { AuditLogRepository } from '../src/administration/audit-log.repository.js';
import { AccountDeletionsRepository } from '../src/deletion-requests/account-deletions.repository.js';
import { anEmail, callerOf, PASSWORD, query, reasonOf } from './accounts-on-postgres.js';
import { aBrowser, finishedSignIn, googleOnPostgres, signIn, someGoogleClaims, type Auth } from './google-fixture.js';

describe('administration', () => {
  const [repository, auditLog] = [new AdministrationRepository(), new AuditLogRepository()];
  let auth: Auth;
  let administration: AdministrationService;
  let queries: AdministrationQueries;
  let admin: Caller;

  beforeAll(async () => {
    auth = await googleOnPostgres();
    const { sql, accounts, accountsRepository, sessions } = auth;
    const deletion = new AccountDeletionService(
      ...([7, sql, accountsRepository, accounts, sessions, new AccountDeletionsRepository()] as const),
    );
    administration = new AdministrationService(sql, repository, auditLog, sessions, deletion);
    queries = new AdministrationQueries(sql, repository, auditLog);
    admin = callerOf(await accounts.register(anEmail('admin'), PASSWORD));
    await administration.grantAdmin(null, admin.userId);
  });
  afterAll(() => auth.close());

  async function aMember(email = anEmail('member')) {
    return { email, ...(await auth.accounts.register(email, PASSWORD)) };
  }

  const login = (email: string, password = PASSWORD) => reasonOf(auth.accounts.login(email, password));
  const liveSessionsOf = async (userId: string) => (await auth.sessions.list({ ...admin, userId })).length;
  const isAdmin = (userId: string) => new AdministratorsRepository().isAdmin(auth.sql, userId);

  async function actsOn(targetId: string): Promise<string[]> {
    const { entries } = await queries.listAuditLog({ pageSize: 100 });
    return entries
      .filter((entry) => entry.targetId === targetId)
      .map(({ action, adminId, reason }) =>
        [action, adminId === admin.userId ? 'by admin' : 'by nobody', reason].join(' '),
      )
      .reverse();
  }

  it('suspends: sessions end, and whoever proves who they are learns why they do not come in', async () => {
    const { email, userId, refreshToken } = await aMember();
    await administration.suspend(admin, userId, 'spam');
    expect(await reasonOf(auth.sessions.refresh(refreshToken))).toBe('REFRESH_TOKEN_INVALID');
    expect(await login(email)).toBe('ACCOUNT_SUSPENDED');
    expect(await login(email, 'not the password')).toBe('INVALID_CREDENTIALS');
    expect(await queries.getAccount(userId)).toMatchObject({ email, suspendedFor: 'spam' });

    await administration.lift(admin, userId);
    expect(await login(email)).toBeUndefined();
    expect(await actsOn(userId)).toEqual(['suspend_account by admin spam', 'lift_suspension by admin ']);
  });

  it('suspends who comes from Google, too, also where the code is there already', async () => {
    const claims = someGoogleClaims();
    const { userId } = await signIn(auth, claims);
    const browser = aBrowser();
    const code = await finishedSignIn(auth, claims, browser);
    await administration.suspend(admin, userId, 'spam');
    expect(await reasonOf(auth.google.exchange(code, browser))).toBe('ACCOUNT_SUSPENDED');
    expect(await reasonOf(signIn(auth, claims))).toBe('ACCOUNT_SUSPENDED');
  });

  it('leaves no session of those who sign in at that moment', async () => {
    for (let round = 0; round < 3; round++) {
      const { email, userId } = await aMember();
      const logins = [1, 2, 3].map(() => login(email));
      await Promise.all([...logins, administration.suspend(admin, userId, 'spam')]);
      expect(await liveSessionsOf(userId), `round ${round}`).toBe(0);
    }
  });

  it('signs a person out, and deletes an account after the grace period, unless the person signs in', async () => {
    const { email, userId } = await aMember();
    await administration.endSessions(admin, userId);
    expect(await liveSessionsOf(userId)).toBe(0);
    const eraseAt = await administration.remove(admin, userId);
    expect((await queries.getAccount(userId)).eraseAt).toEqual(eraseAt);
    await login(email);
    expect((await queries.getAccount(userId)).eraseAt).toBeUndefined();
    expect(await actsOn(userId)).toEqual(['end_sessions by admin ', 'remove_account by admin ']);
  });

  it('gives the role and takes it; a suspended administrator has none', async () => {
    const { userId } = await aMember();
    expect(await isAdmin(userId)).toBe(false);
    await administration.grantAdmin(admin.userId, userId);
    expect(await isAdmin(userId)).toBe(true);
    await administration.suspend(admin, userId, 'on leave');
    expect(await isAdmin(userId)).toBe(false);
    await administration.lift(admin, userId);
    await administration.revokeAdmin(admin, userId);
    expect(await isAdmin(userId)).toBe(false);
    expect(await isAdmin(randomUUID())).toBe(false);
  });

  it('leaves an administrator: nobody does it to themselves', async () => {
    const { userId } = admin;
    expect(await reasonOf(administration.suspend(admin, userId, 'a slip'))).toBe('OWN_ACCOUNT');
    expect(await reasonOf(administration.revokeAdmin(admin, userId))).toBe('OWN_ACCOUNT');
    expect(await reasonOf(administration.remove(admin, userId))).toBe('OWN_ACCOUNT');
    expect(await isAdmin(userId)).toBe(true);
  });

  it('does nothing, and logs nothing, for an account that is none', async () => {
    const nobody = randomUUID();
    for (const act of [
      () => administration.suspend(admin, nobody, 'spam'),
      () => administration.lift(admin, nobody),
      () => administration.endSessions(admin, nobody),
      () => administration.remove(admin, nobody),
      () => administration.grantAdmin(admin.userId, nobody),
      () => administration.revokeAdmin(admin, nobody),
      () => queries.getAccount(nobody),
    ]) {
      expect(await reasonOf(act())).toBe('ACCOUNT_NOT_FOUND');
    }
    expect(await actsOn(nobody)).toEqual([]);
  });

  it.each(["UPDATE audit_log SET action = 'nothing'", 'DELETE FROM audit_log', 'DELETE FROM audit_log WHERE false'])(
    'has a log that only grows: %s is refused',
    async (statement) => {
      await expect(query(auth.sql, statement)).rejects.toThrow('audit_log only grows');
    },
  );

  it('finds accounts by a part of the address or the id, page by page', async () => {
    const tag = `needle${Date.now()}`;
    const ids = [];
    for (let n = 0; n < 5; n++) ids.push((await aMember(`${n}_${tag}@example.com`)).userId);
    const found = [];
    let pageToken = '';
    do {
      const page = await queries.listAccounts({ query: tag.toUpperCase(), pageSize: 2, pageToken });
      found.push(...page.accounts.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(found).toEqual(ids.toReversed());
    const byId = await queries.listAccounts({ query: ids[0]! });
    expect(byId.accounts.map(({ id }) => id)).toEqual([ids[0]]);
    for (const plain of ['%', '0%', `_${tag.slice(0, 8)}%`]) {
      expect((await queries.listAccounts({ query: plain })).accounts).toEqual([]);
    }
  });

  it('counts accounts, and those that are used', async () => {
    const before = await queries.figures();
    const { userId } = await aMember();
    const idle = await aMember();
    await query(auth.sql, `UPDATE sessions SET last_used_at = now() - interval '3 days' WHERE user_id = $1`, [
      idle.userId,
    ]);
    await administration.suspend(admin, userId, 'spam');
    const after = await queries.figures();
    expect(after.accounts - before.accounts).toBe(2);
    expect(after.suspended - before.suspended).toBe(1);
    expect(after.activeInDay - before.activeInDay).toBe(1);
    expect(after.activeInWeek - before.activeInWeek).toBe(2);
    expect(after.sessions - before.sessions).toBe(1);
  });
});
