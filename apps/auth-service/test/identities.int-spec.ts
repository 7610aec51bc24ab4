import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEmail, callerOf, PASSWORD, reasonOf, query } from './accounts-on-postgres.js';
import {
  aBrowser,
  someGoogleClaims,
  anAccount,
  anEmailAt,
  finishedSignIn,
  type Auth,
  googleOnPostgres,
  flowStart,
  signIn,
  lockWait,
} from './google-fixture.js';

let auth: Auth;
beforeAll(async () => {
  auth = await googleOnPostgres();
});
afterAll(() => auth.close());

interface Account {
  id: string;
  email: string;
  verified: boolean;
  passwordHash: string | null;
}

function accountsOf(email: string): Promise<Account[]> {
  return query<Account>(
    auth.sql,
    `SELECT id, email, email_verified_at IS NOT NULL AS verified, password_hash AS "passwordHash"
     FROM accounts WHERE email = lower($1)`,
    [email],
  );
}

function registrations(userId: string): Promise<object[]> {
  return query(auth.sql, `SELECT FROM outbox WHERE type = 'auth.user_registered.v1' AND subject = $1`, [userId]);
}

const liveSessions = (userId: string): Promise<object[]> =>
  query(auth.sql, `SELECT FROM sessions WHERE user_id = $1 AND revoked_at IS NULL`, [userId]);

describe('a first sign-in with Google', () => {
  it.each([
    ['of gmail.com', { email: anEmailAt('gmail.com') }, true],
    ['of a domain that Google hosts', { email: anEmail(), hd: 'example.com' }, true],
    ['of a domain that Google does not host', { email: anEmail() }, false],
    ['of a domain that only looks like gmail.com', { email: anEmailAt('notgmail.com') }, false],
    ['with an empty host', { email: anEmail(), hd: '' }, false],
  ])(
    '%s creates an account, verified only where Google is authoritative for the address',
    async (_who, claims, verified) => {
      const { userId } = await signIn(auth, someGoogleClaims(claims));
      expect(await accountsOf(claims.email)).toEqual([
        { id: userId, email: claims.email, verified, passwordHash: null },
      ]);
      expect(await registrations(userId)).toHaveLength(1);
    },
  );

  it('stores the address in lower case', async () => {
    const email = anEmailAt('GMail.com');
    const { userId } = await signIn(auth, someGoogleClaims({ email: email.toUpperCase() }));
    expect(await accountsOf(email)).toMatchObject([{ id: userId, email: email.toLowerCase() }]);
  });

  it('creates one account, of ten parallel sign-ins', async () => {
    const person = someGoogleClaims();
    const all = await Promise.all(Array.from({ length: 10 }, () => signIn(auth, person)));
    const [userId, ...others] = new Set(all.map((tokens) => tokens.userId));
    expect(others).toEqual([]);
    expect(await accountsOf(person.email as string)).toHaveLength(1);
    expect(await registrations(userId ?? '')).toHaveLength(1);
  });

  it('creates one account when somebody registers with the same address in parallel', async () => {
    const email = anEmailAt('gmail.com');
    const [bySubject, byPassword] = await Promise.all([
      reasonOf(signIn(auth, someGoogleClaims({ email }))),
      reasonOf(auth.accounts.register(email, PASSWORD)),
    ]);
    expect([
      [undefined, 'EMAIL_TAKEN'],
      ['ACCOUNT_EXISTS', undefined],
    ]).toContainEqual([bySubject, byPassword]);
    expect(await accountsOf(email)).toHaveLength(1);
  });
});

describe('a further sign-in with Google', () => {
  it('finds the account by the subject, whatever the address is by now', async () => {
    const person = someGoogleClaims();
    const first = await signIn(auth, person);
    const squatted = await anAccount(auth, { verified: true });
    const again = await signIn(auth, { ...person, email: squatted.email, hd: 'example.com' });
    expect(again.userId).toBe(first.userId);
  });

  it('begins a new session', async () => {
    const person = someGoogleClaims();
    await signIn(auth, person);
    const { authenticatedAt } = callerOf(await signIn(auth, person));
    expect(Date.now() - authenticatedAt.getTime()).toBeLessThan(5_000);
  });
});

describe('an account with the same address', () => {
  it('is linked where both sides have verified it', async () => {
    const account = await anAccount(auth, { email: anEmailAt('gmail.com'), verified: true });
    const { userId } = await signIn(auth, someGoogleClaims({ email: account.email }));
    expect(userId).toBe(account.userId);
    expect(await auth.identities.list(account.caller)).toMatchObject([{ provider: 'google', email: account.email }]);
  });

  it.each([
    ['a planted account, with an unverified address', { verified: false }, { hd: 'example.com' }],
    ['an address that Google is not authoritative for', { verified: true }, {}],
    ['an address that neither side has verified', { verified: false }, {}],
  ])('is not linked: %s', async (_which, kind, claims) => {
    const account = await anAccount(auth, kind);
    expect(await reasonOf(finishedSignIn(auth, someGoogleClaims({ email: account.email, ...claims })))).toBe(
      'ACCOUNT_EXISTS',
    );
    expect(await auth.identities.list(account.caller)).toEqual([]);
    expect(await liveSessions(account.userId)).toHaveLength(1);
  });

  it("is not linked to a second Google account where the first was a squatter's", async () => {
    const email = anEmail();
    const squatter = await signIn(auth, someGoogleClaims({ email }));
    expect(await reasonOf(finishedSignIn(auth, someGoogleClaims({ email, hd: 'example.com' })))).toBe('ACCOUNT_EXISTS');
    expect(await auth.identities.list(callerOf(squatter))).toHaveLength(1);
  });
});

describe('linking', () => {
  it('adds the identity to the account that asked, whatever the address', async () => {
    const account = await anAccount(auth);
    const [person, browser] = [someGoogleClaims(), aBrowser()];
    const code = await finishedSignIn(auth, person, browser, account.caller);
    expect((await auth.google.exchange(code, browser)).userId).toBe(account.userId);
    expect((await signIn(auth, person)).userId).toBe(account.userId);
    expect(await accountsOf(account.email)).toMatchObject([{ verified: false }]);
  });

  it('adds the identity once, of five parallel links', async () => {
    const account = await anAccount(auth);
    const person = someGoogleClaims();
    await Promise.all(Array.from({ length: 5 }, () => finishedSignIn(auth, person, aBrowser(), account.caller)));
    expect(await auth.identities.list(account.caller)).toHaveLength(1);
  });

  it('needs a sign-in under 10 minutes old', async () => {
    const { caller } = await anAccount(auth);
    const signedInAgo = (seconds: number) => ({ ...caller, authenticatedAt: new Date(Date.now() - seconds * 1_000) });
    expect(await reasonOf(auth.google.beginLink(flowStart(aBrowser()), signedInAgo(601)))).toBe(
      'RECENT_SIGN_IN_REQUIRED',
    );
    expect(await reasonOf(auth.google.beginLink(flowStart(aBrowser()), signedInAgo(590)))).toBeUndefined();
  });

  it("is refused for another account's identity", async () => {
    const person = someGoogleClaims();
    const owner = await signIn(auth, person);
    const { caller } = await anAccount(auth);
    expect(await reasonOf(finishedSignIn(auth, person, aBrowser(), caller))).toBe('IDENTITY_TAKEN');
    expect((await signIn(auth, person)).userId).toBe(owner.userId);
  });

  it('is refused when the session that asked has been revoked meanwhile', async () => {
    const { caller } = await anAccount(auth);
    const browser = aBrowser();
    const state = await auth.google.beginLink(flowStart(browser), caller);
    const { flowId } = await auth.google.handleCallback(state, browser);
    await auth.sessions.logout(caller);
    expect(await reasonOf(auth.google.finish(flowId, await auth.idToken(someGoogleClaims())))).toBe('UNAUTHENTICATED');
    expect(await auth.identities.list(caller)).toEqual([]);
  });

  it('is refused when a transaction that revokes the session commits first', async () => {
    const { caller } = await anAccount(auth);
    const browser = aBrowser();
    const { flowId } = await auth.google.handleCallback(
      await auth.google.beginLink(flowStart(browser), caller),
      browser,
    );
    const idToken = await auth.idToken(someGoogleClaims());
    let finished: Promise<string | undefined> | undefined;
    await auth.sql.transaction(async (reset) => {
      await query(reset, `UPDATE accounts SET password_hash = 'new' WHERE id = $1`, [caller.userId]);
      await query(reset, `DELETE FROM identities WHERE user_id = $1`, [caller.userId]);
      finished = reasonOf(auth.google.finish(flowId, idToken));
      await lockWait(auth);
      await query(reset, `UPDATE sessions SET revoked_at = now() WHERE user_id = $1`, [caller.userId]);
    });
    expect(await finished).toBe('UNAUTHENTICATED');
    expect(await auth.identities.list(caller)).toEqual([]);
  });
});

describe('removing an identity', () => {
  async function withIdentities(count: number) {
    const { caller, ...account } = await anAccount(auth);
    const people = Array.from({ length: count }, () => someGoogleClaims());
    for (const person of people) await finishedSignIn(auth, person, aBrowser(), caller);
    return { ...account, caller, people, identities: await auth.identities.list(caller) };
  }

  const clearPassword = (userId: string) =>
    query(auth.sql, `UPDATE accounts SET password_hash = NULL WHERE id = $1`, [userId]);

  it('ends signing in by it, and revokes the other sessions', async () => {
    const { caller, userId, people, identities } = await withIdentities(1);
    await signIn(auth, people[0]!);
    expect(await liveSessions(userId)).toHaveLength(2);
    await auth.identities.remove(caller, identities[0]!.id);
    expect(await liveSessions(userId)).toHaveLength(1);
    expect(await auth.identities.list(caller)).toEqual([]);
    expect((await signIn(auth, people[0]!)).userId).not.toBe(userId);
  });

  it('is refused for the last way to sign in', async () => {
    const { caller, userId, identities } = await withIdentities(1);
    await clearPassword(userId);
    expect(await reasonOf(auth.identities.remove(caller, identities[0]!.id))).toBe('LAST_SIGN_IN_METHOD');
    expect(await auth.identities.list(caller)).toHaveLength(1);
  });

  it('keeps one, of three parallel removals', async () => {
    const { caller, userId, identities } = await withIdentities(3);
    await clearPassword(userId);
    const outcomes = await Promise.all(identities.map(({ id }) => reasonOf(auth.identities.remove(caller, id))));
    expect(outcomes.sort()).toEqual(['LAST_SIGN_IN_METHOD', undefined, undefined]);
    expect(await auth.identities.list(caller)).toHaveLength(1);
  });

  it("is IDENTITY_NOT_FOUND for another account's", async () => {
    const [mine, theirs] = [await withIdentities(1), await withIdentities(1)];
    const { id } = theirs.identities[0]!;
    expect(await reasonOf(auth.identities.remove(mine.caller, id))).toBe('IDENTITY_NOT_FOUND');
    expect(await auth.identities.list(theirs.caller)).toHaveLength(1);
  });
});
