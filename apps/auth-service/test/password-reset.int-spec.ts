import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  accountsOnPostgres,
  anEmail,
  callerOf,
  Mailbox,
  PASSWORD,
  reasonOf,
  type AccountsOnPostgres,
  type Instance,
  query,
} from './accounts-on-postgres.js';

const NEW_PASSWORD = 'a quite different battery';

describe('a password reset', () => {
  let postgres: AccountsOnPostgres;
  let mailbox: Mailbox;
  let auth: Instance;

  beforeAll(async () => {
    postgres = await accountsOnPostgres();
  });
  beforeEach(async () => {
    await postgres.resetRateLimits();
    mailbox = new Mailbox();
    auth = postgres.instance({ mailer: mailbox });
  });
  afterAll(() => postgres.close());

  const registered = async () => {
    const email = anEmail();
    const tokens = await auth.accounts.register(email, PASSWORD);
    return { email, tokens, caller: callerOf(tokens) };
  };

  /** The token of a fresh link. */
  const resetTokenFor = async (email: string): Promise<string> => {
    await auth.reset.request(email);
    await auth.dispatcher.dispatch();
    await postgres.resetRateLimits();
    return mailbox.tokens(email, 'reset-password').at(-1) ?? '';
  };

  const verify = async ({ email, caller }: Awaited<ReturnType<typeof registered>>) => {
    await auth.dispatcher.dispatch();
    await auth.verification.confirm(caller, mailbox.tokens(email, 'verify-email')[0] ?? '');
  };

  const addIdentity = (userId: string) =>
    query(
      postgres.sql,
      `INSERT INTO identities (id, user_id, provider, issuer, subject, email)
       VALUES ($1, $2, 'google', 'https://accounts.google.com', $3, 'squatter@example.com')`,
      [uuidv7(), userId, uuidv7()],
    );
  const identitiesOf = (userId: string) => postgres.count(`SELECT FROM identities WHERE user_id = $1`, [userId]);

  it('replaces the password, verifies the address and revokes every session, with an event each', async () => {
    const { email, tokens, caller } = await registered();
    const laptop = await auth.accounts.login(email, PASSWORD);
    await auth.reset.confirm(await resetTokenFor(email), NEW_PASSWORD);

    expect((await postgres.account(email)).emailVerifiedAt).toBeInstanceOf(Date);
    expect(await reasonOf(auth.accounts.login(email, PASSWORD))).toBe('INVALID_CREDENTIALS');
    for (const { refreshToken } of [tokens, laptop]) {
      expect(await reasonOf(auth.sessions.refresh(refreshToken))).toBe('REFRESH_TOKEN_INVALID');
    }
    const events = await query<{ subject: string }>(
      postgres.sql,
      `SELECT subject FROM outbox WHERE type = 'auth.session_revoked.v1' AND $1 = ANY (recipient_ids)`,
      [caller.userId],
    );
    const ended = [caller.sessionId, callerOf(laptop).sessionId];
    expect(events.map(({ subject }) => subject).sort()).toEqual(ended.sort());
    await auth.accounts.login(email, NEW_PASSWORD);
  });

  it('deletes the identities of an account whose address was unverified, and of no other', async () => {
    const [planted, owned] = [await registered(), await registered()];
    await verify(owned);
    for (const { caller } of [planted, owned]) await addIdentity(caller.userId);
    for (const { email } of [planted, owned]) await auth.reset.confirm(await resetTokenFor(email), NEW_PASSWORD);
    expect(await identitiesOf(planted.caller.userId)).toBe(0);
    expect(await identitiesOf(owned.caller.userId)).toBe(1);
  });

  it('accepts a link once, of twenty parallel resets', async () => {
    const { email } = await registered();
    const token = await resetTokenFor(email);
    const passwords = Array.from({ length: 20 }, (_, i) => `${NEW_PASSWORD} ${i}`);
    const reasons = await Promise.all(passwords.map((password) => reasonOf(auth.reset.confirm(token, password))));
    const winners = passwords.filter((_, i) => reasons[i] === undefined);
    expect(winners).toHaveLength(1);
    expect(new Set(reasons)).toEqual(new Set([undefined, 'EMAIL_TOKEN_INVALID']));
    await auth.accounts.login(email, winners[0] ?? '');
  });

  it('never deadlocks with another link of the account or a change of the password', async () => {
    for (let round = 0; round < 5; round++) {
      const { email, caller } = await registered();
      const links = [await resetTokenFor(email), await resetTokenFor(email)];
      // Without the hashing, which takes turns, all three come to the database at once.
      const hash = vi.spyOn(auth.passwords, 'hash').mockResolvedValue('a hash');
      const matches = vi.spyOn(auth.passwords, 'matches').mockResolvedValue(true);
      const reasons = await Promise.all([
        ...links.map((link) => reasonOf(auth.reset.confirm(link, NEW_PASSWORD))),
        reasonOf(auth.accounts.changePassword(caller, 'yet another battery', PASSWORD)),
      ]);
      [hash, matches].forEach((spy) => spy.mockRestore());
      const refused = reasons.filter((reason) => reason !== undefined);
      // A change that begins after the reset may follow it: its passwords are not looked at.
      expect([1, 2]).toContain(refused.length);
      for (const reason of refused) expect(['EMAIL_TOKEN_INVALID', 'INVALID_CREDENTIALS']).toContain(reason);
    }
  });

  it('deletes every other link of the account', async () => {
    const { email } = await registered();
    const links = [await resetTokenFor(email), await resetTokenFor(email)];
    const [verification = ''] = mailbox.tokens(email, 'verify-email');
    await auth.reset.confirm(links[1] ?? '', NEW_PASSWORD);
    expect(await reasonOf(auth.reset.confirm(links[0] ?? '', PASSWORD))).toBe('EMAIL_TOKEN_INVALID');
    const caller = callerOf(await auth.accounts.login(email, NEW_PASSWORD));
    expect(await reasonOf(auth.verification.confirm(caller, verification))).toBe('EMAIL_TOKEN_INVALID');
  });

  it('is refused when the password has been changed meanwhile', async () => {
    const { email, caller } = await registered();
    const token = await resetTokenFor(email);
    await auth.accounts.changePassword(caller, NEW_PASSWORD, PASSWORD);
    expect(await reasonOf(auth.reset.confirm(token, PASSWORD))).toBe('EMAIL_TOKEN_INVALID');
    await auth.verification.confirm(caller, mailbox.tokens(email, 'verify-email')[0] ?? '');
  });

  it('refuses an unknown, expired and wrong-purpose token with one reason', async () => {
    const { email, caller } = await registered();
    const token = await resetTokenFor(email);
    const [verification = ''] = mailbox.tokens(email, 'verify-email');
    await query(postgres.sql, `UPDATE email_tokens SET expires_at = now() WHERE user_id = $1 AND purpose = $2`, [
      caller.userId,
      'password_reset',
    ]);
    for (const wrong of ['nonsense', token, verification]) {
      expect(await reasonOf(auth.reset.confirm(wrong, NEW_PASSWORD))).toBe('EMAIL_TOKEN_INVALID');
    }
    await auth.accounts.login(email, PASSWORD);
  });

  it('refuses a log-in that has checked the old password before', async () => {
    const { email } = await registered();
    const token = await resetTokenFor(email);
    const matches = auth.passwords.matches.bind(auth.passwords);
    vi.spyOn(auth.passwords, 'matches').mockImplementationOnce(async (...args) => {
      const answer = await matches(...args);
      await auth.reset.confirm(token, NEW_PASSWORD);
      return answer;
    });
    expect(await reasonOf(auth.accounts.login(email, PASSWORD))).toBe('INVALID_CREDENTIALS');
  });

  it('refuses a change of the password that has checked the old one before', async () => {
    const { email, caller } = await registered();
    const token = await resetTokenFor(email);
    const matches = auth.passwords.matches.bind(auth.passwords);
    vi.spyOn(auth.passwords, 'matches').mockImplementationOnce(async (...args) => {
      const answer = await matches(...args);
      await auth.reset.confirm(token, NEW_PASSWORD);
      return answer;
    });
    const change = auth.accounts.changePassword(caller, 'what the squatter wants', PASSWORD);
    expect(await reasonOf(change)).toBe('INVALID_CREDENTIALS');
    await auth.accounts.login(email, NEW_PASSWORD);
  });

  it('is requested alike with and without an account, and mails the account only', async () => {
    const { email } = await registered();
    await auth.dispatcher.dispatch();
    const stranger = anEmail();
    for (const address of [email, stranger]) await auth.reset.request(address);
    const waiting = await query<{ email: string }>(
      postgres.sql,
      `SELECT email, purpose, attempts FROM outgoing_mails WHERE email = ANY ($1)`,
      [[email, stranger]],
    );
    expect(waiting).toHaveLength(2);
    await auth.dispatcher.dispatch();
    expect(mailbox.tokens(email, 'reset-password')).toHaveLength(1);
    expect(mailbox.to(stranger)).toEqual([]);
    expect(await postgres.count(`SELECT FROM outgoing_mails`, [])).toBe(0);
  });

  it('sends one mail a minute, and does not fail over the limit', async () => {
    const { email } = await registered();
    for (let i = 0; i < 3; i++) await auth.reset.request(email);
    await auth.dispatcher.dispatch();
    await auth.reset.request(email);
    await auth.dispatcher.dispatch();
    expect(mailbox.tokens(email, 'reset-password')).toHaveLength(1);
  });

  it('limits mails per hour and address', async () => {
    const strict = postgres.instance({ mailer: mailbox, mailLimits: { recipient: 2 } });
    const { email } = await registered();
    for (let i = 0; i < 4; i++) {
      await strict.reset.request(email);
      await strict.dispatcher.dispatch();
      await query(postgres.sql, `DELETE FROM rate_limits WHERE key LIKE 'mails in a minute:%'`);
    }
    expect(mailbox.tokens(email, 'reset-password')).toHaveLength(2);
  });

  it('gives an account without a password its first one', async () => {
    const { email, caller } = await registered();
    await query(postgres.sql, `UPDATE accounts SET password_hash = NULL WHERE id = $1`, [caller.userId]);
    await auth.reset.confirm(await resetTokenFor(email), NEW_PASSWORD);
    await auth.accounts.login(email, NEW_PASSWORD);
  });
});
