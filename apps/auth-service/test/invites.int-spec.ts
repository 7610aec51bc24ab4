import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '@messenger/authentication';
import { AccountsRepository } from '../src/accounts/accounts.repository.js';
import { newOpaqueToken } from '../src/crypto/opaque-token.js';
import { anEmail, callerOf, PASSWORD, query, reasonOf, type Instance } from './accounts-on-postgres.js';
import { aBrowser, flowStart, googleOnPostgres, signIn, someGoogleClaims, type Auth } from './google-fixture.js';

/** What makes an invite no good, and what is said of it. */
const NO_GOOD: [reason: string, statement: string | undefined][] = [
  ['INVITE_INVALID', undefined],
  ['INVITE_EXPIRED', 'UPDATE invites SET expires_at = now() WHERE id = $1'],
  ['INVITE_REVOKED', 'UPDATE invites SET revoked_at = now() WHERE id = $1'],
  ['INVITE_USED_UP', 'UPDATE invites SET uses = max_uses WHERE id = $1'],
];

describe('an invite', () => {
  let auth: Auth;
  let ada: Caller;

  beforeAll(async () => {
    auth = await googleOnPostgres({ registration: 'invite' });
    ada = callerOf(await anInstance('open').accounts.register(anEmail('ada'), PASSWORD));
  });
  afterAll(() => auth.close());

  const anInstance = (registration: 'open' | 'invite' | 'closed'): Instance => auth.instance({ registration });

  const anInvite = async (maxUses = 1, note?: string): Promise<{ id: string; code: string }> => {
    const { invite, code } = await auth.invites.create(ada, { maxUses, ...(note !== undefined && { note }) });
    return { id: invite?.id ?? '', code };
  };

  const register = (invite?: string, email = anEmail()) => auth.accounts.register(email, PASSWORD, invite);

  async function throughGoogle(invite: string | undefined, claims = someGoogleClaims()): Promise<void> {
    const browser = aBrowser();
    const start = { ...flowStart(browser), ...(invite !== undefined && { invite }) };
    const { flowId } = await auth.google.handleCallback(await auth.google.begin(start), browser);
    await auth.google.exchange(await auth.google.finish(flowId, await auth.idToken(claims)), browser);
  }

  const usesOf = async (id: string) => {
    const [row] = await query<{ uses: number }>(auth.sql, `SELECT uses FROM invites WHERE id = $1`, [id]);
    return row?.uses;
  };

  it('of 10 uses makes 10 accounts, of 100 who come at once', async () => {
    const { id, code } = await anInvite(10);
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => reasonOf(register(code))));
    expect(outcomes.filter((reason) => reason === undefined)).toHaveLength(10);
    // A machine that is busy has no place for so many passwords to be hashed.
    const refused = outcomes.filter((reason) => reason !== undefined && reason !== 'UNAVAILABLE');
    expect(new Set(refused)).toEqual(new Set(['INVITE_USED_UP']));
    expect(await usesOf(id)).toBe(10);
    const guests = await query(auth.sql, `SELECT id FROM accounts WHERE invited_by = $1`, [ada.userId]);
    expect(guests).toHaveLength(10);
  });

  it.each([
    ['members', undefined],
    ['administrators', 'INVITING_NOT_ALLOWED'],
  ] as const)('is made by a member where %s make them: %s', async (invitesBy, refused) => {
    const { accounts, invites } = auth.instance({ invitesBy });
    const member = callerOf(await accounts.register(anEmail(), PASSWORD));
    expect(await reasonOf(invites.create(member, {}))).toBe(refused);
  });

  it('is made by an administrator, and not while they are suspended', async () => {
    const { accounts, invites } = auth.instance({ invitesBy: 'administrators' });
    const admin = callerOf(await accounts.register(anEmail(), PASSWORD));
    await query(auth.sql, `UPDATE accounts SET admin = true WHERE id = $1`, [admin.userId]);
    expect(await reasonOf(invites.create(admin, {}))).toBeUndefined();
    await query(auth.sql, `UPDATE accounts SET suspended_at = now(), suspended_for = 'a test' WHERE id = $1`, [
      admin.userId,
    ]);
    expect(await reasonOf(invites.create(admin, {}))).toBe('INVITING_NOT_ALLOWED');
  });

  it('of one use makes one account, by password and by Google at once', async () => {
    const { code } = await anInvite();
    const ways = [() => register(code), () => throughGoogle(code)];
    const outcomes = await Promise.all([...ways, ...ways, ...ways].map((way) => reasonOf(way())));
    expect(outcomes.filter((reason) => reason === undefined)).toHaveLength(1);
    expect(new Set(outcomes)).toEqual(new Set([undefined, 'INVITE_USED_UP']));
  });

  it.each(NO_GOOD)('is refused with %s, by password and by Google', async (reason, statement) => {
    const { id, code } = await anInvite();
    if (statement !== undefined) await query(auth.sql, statement, [id]);
    const presented = statement === undefined ? newOpaqueToken() : code;
    expect(await reasonOf(register(presented))).toBe(reason);
    expect(await reasonOf(throughGoogle(presented))).toBe(reason);
    expect(await reasonOf(anInstance('open').accounts.register(anEmail(), PASSWORD, presented))).toBe(reason);
  });

  it('is wanted, by password and by Google, and nobody learns without one who has an account', async () => {
    const email = anEmail();
    await register((await anInvite()).code, email);
    expect(await reasonOf(register(undefined, email))).toBe('INVITE_REQUIRED');
    expect(await reasonOf(register(undefined))).toBe('INVITE_REQUIRED');
    expect(await reasonOf(throughGoogle(undefined))).toBe('INVITE_REQUIRED');
  });

  it('keeps its use where the account is not created', async () => {
    const [{ id, code }, email] = [await anInvite(), anEmail()];
    await anInstance('open').accounts.register(email, PASSWORD);
    expect(await reasonOf(register(code, email))).toBe('EMAIL_TAKEN');
    expect(await usesOf(id)).toBe(0);
    expect(await reasonOf(register(code))).toBeUndefined();
  });

  it('is not used by those who are here already', async () => {
    const [{ id, code }, claims] = [await anInvite(2), someGoogleClaims()];
    await throughGoogle(code, claims);
    await throughGoogle(code, claims);
    await signIn(auth, claims);
    expect(await usesOf(id)).toBe(1);
  });

  it('opens nothing where registration is closed, and is not made there', async () => {
    const { code } = await anInvite();
    const closed = anInstance('closed');
    expect(await reasonOf(closed.accounts.register(anEmail(), PASSWORD, code))).toBe('REGISTRATION_CLOSED');
    expect(await reasonOf(closed.accounts.register(anEmail(), PASSWORD))).toBe('REGISTRATION_CLOSED');
    expect(await reasonOf(closed.invites.create(ada, {}))).toBe('REGISTRATION_CLOSED');
  });

  it('is listed for its maker alone, page by page, and taken back by nobody else', async () => {
    const maker = callerOf(await register((await anInvite()).code));
    const made = [];
    for (let n = 0; n < 3; n++) made.push((await auth.invites.create(maker, { note: `note ${n}` })).invite?.id);
    const first = await auth.invites.list(maker, { pageSize: 2 });
    const second = await auth.invites.list(maker, { pageSize: 2, pageToken: first.nextPageToken });
    expect([...first.invites, ...second.invites].map(({ id }) => id)).toEqual(made.toReversed());
    expect(second.nextPageToken).toBe('');
    const [oldest = ''] = made;
    expect(await reasonOf(auth.invites.revoke(ada, oldest))).toBe('INVITE_NOT_FOUND');
    expect(await reasonOf(auth.invites.revoke(maker, randomUUID()))).toBe('INVITE_NOT_FOUND');
    await auth.invites.revoke(maker, oldest);
    await auth.invites.revoke(maker, oldest);
    expect((await auth.invites.list(maker, {})).invites.at(-1)?.revokedAt).toBeInstanceOf(Date);
  });

  it('is one of 100 at most that are good', async () => {
    const maker = callerOf(await register((await anInvite()).code));
    for (let n = 0; n < 100; n++) await auth.invites.create(maker, {});
    expect(await reasonOf(auth.invites.create(maker, {}))).toBe('TOO_MANY_INVITES');
    const { invites } = await auth.invites.list(maker, { pageSize: 1 });
    await auth.invites.revoke(maker, invites[0]!.id);
    expect(await reasonOf(auth.invites.create(maker, {}))).toBeUndefined();
  });

  it('goes with its maker, whose name those who came by it lose', async () => {
    const maker = callerOf(await register((await anInvite()).code));
    const { code } = await auth.invites.create(maker, { note: 'a canary' });
    const { userId } = await register(code);
    await query(auth.sql, `DELETE FROM sessions WHERE user_id = $1`, [maker.userId]);
    await query(auth.sql, `DELETE FROM accounts WHERE id = $1`, [maker.userId]);
    expect(await query(auth.sql, `SELECT id FROM invites WHERE note = 'a canary'`)).toEqual([]);
    expect((await new AccountsRepository().findById(auth.sql, userId))?.invitedBy).toBeNull();
  });
});
