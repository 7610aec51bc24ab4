import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

describe('e-mail verification', () => {
  let postgres: AccountsOnPostgres;
  let mailbox: Mailbox;
  let auth: Instance;

  beforeAll(async () => {
    postgres = await accountsOnPostgres();
  });
  beforeEach(() => {
    mailbox = new Mailbox();
    auth = postgres.instance({ mailer: mailbox });
  });
  afterAll(() => postgres.close());

  /** A new account, with the token of the mail that registering sends. */
  const registered = async (email = anEmail()) => {
    const caller = callerOf(await auth.accounts.register(email, PASSWORD));
    await auth.dispatcher.dispatch();
    const [token = ''] = mailbox.tokens(email, 'verify-email');
    return { email, caller, token };
  };
  const isVerified = async (email: string) => (await postgres.account(email)).emailVerifiedAt !== null;

  it('is done by the link in the mail that registering sends', async () => {
    const { email, caller, token } = await registered();
    expect(mailbox.to(email)).toHaveLength(1);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(await isVerified(email)).toBe(false);
    await auth.verification.confirm(caller, token);
    expect(await isVerified(email)).toBe(true);
  });

  it('accepts a link once, of twenty parallel confirmations', async () => {
    const { caller, token } = await registered();
    const confirmed = Array.from({ length: 20 }, () => reasonOf(auth.verification.confirm(caller, token)));
    const reasons = (await Promise.all(confirmed)).filter((reason) => reason !== undefined);
    expect(reasons).toEqual(Array(19).fill('EMAIL_TOKEN_INVALID'));
  });

  it('never deadlocks when two links of an account are opened in parallel', async () => {
    for (let round = 0; round < 5; round++) {
      const { email, caller, token } = await registered();
      await postgres.resetRateLimits();
      await auth.verification.request(caller);
      await auth.dispatcher.dispatch();
      const links = [token, mailbox.tokens(email, 'verify-email')[1] ?? ''];
      const reasons = await Promise.all(links.map((link) => reasonOf(auth.verification.confirm(caller, link))));
      expect(reasons.sort()).toEqual(['EMAIL_TOKEN_INVALID', undefined]);
    }
  });

  it('refuses an unknown, expired, foreign and wrong-purpose token with one reason', async () => {
    const [owner, squatter, expired] = [await registered(), await registered(), await registered()];
    await query(postgres.sql, `UPDATE email_tokens SET expires_at = clock_timestamp() WHERE user_id = $1`, [
      expired.caller.userId,
    ]);
    await auth.reset.request(owner.email);
    await auth.dispatcher.dispatch();
    const [resetToken = ''] = mailbox.tokens(owner.email, 'reset-password');
    const reasons = await Promise.all([
      reasonOf(auth.verification.confirm(owner.caller, 'nonsense')),
      reasonOf(auth.verification.confirm(squatter.caller, owner.token)),
      reasonOf(auth.verification.confirm(expired.caller, expired.token)),
      reasonOf(auth.verification.confirm(owner.caller, resetToken)),
    ]);
    expect(reasons).toEqual(Array(4).fill('EMAIL_TOKEN_INVALID'));
    expect(await isVerified(squatter.email)).toBe(false);
    // The other account's attempt has not consumed the token.
    await auth.verification.confirm(owner.caller, owner.token);
  });

  it('deletes the other verification links of the account; a verified address gets no further mail', async () => {
    const { email, caller, token } = await registered();
    await postgres.resetRateLimits();
    await auth.verification.request(caller);
    await auth.dispatcher.dispatch();
    const [, second = ''] = mailbox.tokens(email, 'verify-email');
    await auth.verification.confirm(caller, second);
    expect(await reasonOf(auth.verification.confirm(caller, token))).toBe('EMAIL_TOKEN_INVALID');
    await postgres.resetRateLimits();
    await auth.verification.request(caller);
    expect(await auth.dispatcher.dispatch()).toBe(0);
    expect(mailbox.to(email)).toHaveLength(2);
  });

  it('limits mails per minute and address, and per hour and caller', async () => {
    const { caller } = await registered();
    await expect(auth.verification.request(caller)).rejects.toMatchObject({
      reason: 'RATE_LIMITED',
      details: { retryAfter: expect.closeTo(60, -1) },
    });
    await postgres.resetRateLimits();
    const strict = postgres.instance({ mailer: mailbox, mailLimits: { caller: 1 } });
    await strict.verification.request(caller);
    const another = callerOf(await strict.accounts.register(anEmail(), PASSWORD));
    expect(await reasonOf(strict.verification.request(another))).toBe('RATE_LIMITED');
    await postgres.resetRateLimits();
  });

  it('does not prevent registering when mails cannot be queued', async () => {
    await postgres.asOwner('ALTER TABLE outgoing_mails RENAME TO elsewhere');
    const email = anEmail();
    const { userId } = await auth.accounts.register(email, PASSWORD);
    await postgres.asOwner('ALTER TABLE elsewhere RENAME TO outgoing_mails');
    expect((await postgres.account(email)).id).toBe(userId);
  });

  it('is MAIL_NOT_CONFIGURED without a mail server, where registering still works', async () => {
    const mute = postgres.instance();
    const caller = callerOf(await mute.accounts.register(anEmail(), PASSWORD));
    expect(await reasonOf(mute.verification.request(caller))).toBe('MAIL_NOT_CONFIGURED');
    expect(await reasonOf(mute.reset.request(anEmail()))).toBe('MAIL_NOT_CONFIGURED');
  });

  it('deletes tokens that have expired', async () => {
    const { caller } = await registered();
    const kept = () => postgres.count(`SELECT FROM email_tokens WHERE user_id = $1`, [caller.userId]);
    await auth.emailTokens.deleteExpired(postgres.sql, 10);
    expect(await kept()).toBe(1);
    await query(postgres.sql, `UPDATE email_tokens SET expires_at = now() WHERE user_id = $1`, [caller.userId]);
    await auth.emailTokens.deleteExpired(postgres.sql, 10);
    expect(await kept()).toBe(0);
  });
});
