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

describe('the verification of an address', () => {
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

  /** Somebody new, with the token of the mail that registering sends. */
  const newcomer = async (email = anEmail()) => {
    const caller = callerOf(await auth.accounts.register(email, PASSWORD));
    await auth.dispatcher.dispatch();
    const [token = ''] = mailbox.tokens(email, 'verify-email');
    return { email, caller, token };
  };
  const isVerified = async (email: string) => (await postgres.account(email)).emailVerifiedAt !== null;

  it('begins with a mail at registration, and ends with its link', async () => {
    const { email, caller, token } = await newcomer();
    expect(mailbox.to(email)).toHaveLength(1);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(await isVerified(email)).toBe(false);
    await auth.verification.confirm(caller, token);
    expect(await isVerified(email)).toBe(true);
  });

  it('happens once where twenty confirm with one link at once', async () => {
    const { caller, token } = await newcomer();
    const confirmed = Array.from({ length: 20 }, () => reasonOf(auth.verification.confirm(caller, token)));
    const reasons = (await Promise.all(confirmed)).filter((reason) => reason !== undefined);
    expect(reasons).toEqual(Array(19).fill('EMAIL_TOKEN_INVALID'));
  });

  it('never deadlocks where two links of an account are opened at once', async () => {
    for (let round = 0; round < 5; round++) {
      const { email, caller, token } = await newcomer();
      await postgres.resetRateLimits();
      await auth.verification.request(caller);
      await auth.dispatcher.dispatch();
      const links = [token, mailbox.tokens(email, 'verify-email')[1] ?? ''];
      const reasons = await Promise.all(links.map((link) => reasonOf(auth.verification.confirm(caller, link))));
      expect(reasons.sort()).toEqual(['EMAIL_TOKEN_INVALID', undefined]);
    }
  });

  it('is refused for one reason, whatever is wrong with the link', async () => {
    const [owner, squatter, expired] = [await newcomer(), await newcomer(), await newcomer()];
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
    // Another's attempt has not used it up.
    await auth.verification.confirm(owner.caller, owner.token);
  });

  it('leaves no other link of its kind, and a repeat sends nothing', async () => {
    const { email, caller, token } = await newcomer();
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

  it('sends a mail a minute, so many an hour, and so many for one caller', async () => {
    const { caller } = await newcomer();
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

  it('does not keep anybody from registering where mails cannot be queued', async () => {
    await postgres.asOwner('ALTER TABLE outgoing_mails RENAME TO elsewhere');
    const email = anEmail();
    const { userId } = await auth.accounts.register(email, PASSWORD);
    await postgres.asOwner('ALTER TABLE elsewhere RENAME TO outgoing_mails');
    expect((await postgres.account(email)).id).toBe(userId);
  });

  it('does not exist on a server that sends no mails, where people register all the same', async () => {
    const mute = postgres.instance();
    const caller = callerOf(await mute.accounts.register(anEmail(), PASSWORD));
    expect(await reasonOf(mute.verification.request(caller))).toBe('MAIL_NOT_CONFIGURED');
    expect(await reasonOf(mute.reset.request(anEmail()))).toBe('MAIL_NOT_CONFIGURED');
  });

  it('is forgotten where nobody opens the link in time', async () => {
    const { caller } = await newcomer();
    const kept = () => postgres.count(`SELECT FROM email_tokens WHERE user_id = $1`, [caller.userId]);
    await auth.emailTokens.deleteExpired(postgres.sql);
    expect(await kept()).toBe(1);
    await query(postgres.sql, `UPDATE email_tokens SET expires_at = now() WHERE user_id = $1`, [caller.userId]);
    await auth.emailTokens.deleteExpired(postgres.sql);
    expect(await kept()).toBe(0);
  });
});
