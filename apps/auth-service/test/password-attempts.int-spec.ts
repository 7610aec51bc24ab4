import { UnavailableError } from '@messenger/errors';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  accountsOnPostgres,
  anEmail,
  callerOf,
  fromIp,
  Mailbox,
  PASSWORD,
  reasonOf,
  type AccountsOnPostgres,
  type Instance,
  query,
} from './accounts-on-postgres.js';

const [HOME, OFFICE, CAFE] = ['192.0.2.1', '198.51.100.1', '2001:db8:1:2::7'];

describe('wrong passwords', () => {
  let postgres: AccountsOnPostgres;
  let auth: Instance;

  beforeAll(async () => {
    postgres = await accountsOnPostgres();
  });
  beforeEach(async () => {
    await postgres.resetRateLimits();
    auth = postgres.instance({ passwordLimits: { pair: 3 } });
  });
  afterAll(() => postgres.close());

  const registered = async (ip = HOME): Promise<string> => {
    const email = anEmail();
    await fromIp(ip, () => auth.accounts.register(email, PASSWORD));
    return email;
  };
  const login = (ip: string, email: string, password = PASSWORD, instance = auth) =>
    reasonOf(fromIp(ip, () => instance.accounts.login(email, password)));
  const guess = (ip: string, email: string, instance = auth) => login(ip, email, 'not the password', instance);
  const guesses = async (count: number, ip: string, email: string) => {
    for (let i = 0; i < count; i++) expect(await guess(ip, email)).toBe('INVALID_CREDENTIALS');
  };

  it('block an IP address from an account at the limit, with the right password too, and no other IP address', async () => {
    const email = await registered();
    await guesses(3, CAFE, email);
    const blocked = fromIp(CAFE, () => auth.accounts.login(email, PASSWORD));
    await expect(blocked).rejects.toMatchObject({
      reason: 'RATE_LIMITED',
      details: { retryAfter: expect.closeTo(900, -2) },
    });
    expect(await login('2001:db8:1:2:ffff::1', email)).toBe('RATE_LIMITED');
    expect(await login(HOME, email)).toBeUndefined();
    expect(await login(OFFICE, email)).toBeUndefined();
    expect(await login(CAFE, await registered())).toBeUndefined();
  });

  it('are limited alike for an e-mail address without an account', async () => {
    const email = anEmail();
    await guesses(3, CAFE, email);
    expect(await guess(CAFE, email)).toBe('RATE_LIMITED');
  });

  it('are reset by the right password', async () => {
    const email = await registered();
    for (let i = 0; i < 3; i++) {
      await guesses(2, CAFE, email);
      expect(await login(CAFE, email)).toBeUndefined();
    }
  });

  it('are counted for all instances together', async () => {
    const email = await registered();
    await guesses(3, CAFE, email);
    expect(await guess(CAFE, email, postgres.instance({ passwordLimits: { pair: 3 } }))).toBe('RATE_LIMITED');
  });

  it('are checked up to the limit only, of thirty parallel attempts', async () => {
    const email = await registered();
    const looked = vi.spyOn(auth.passwords, 'matches');
    const reasons = await Promise.all(Array.from({ length: 30 }, () => guess(CAFE, email)));
    expect(reasons.filter((reason) => reason === 'RATE_LIMITED')).toHaveLength(27);
    expect(looked).toHaveBeenCalledTimes(3);
  });

  it('slow an IP address for all accounts at its limit, which right passwords do not reset', async () => {
    auth = postgres.instance({ passwordLimits: { address: 3, slowed: 1 } });
    const own = await registered(OFFICE);
    const strange = await registered(HOME);
    for (let i = 0; i < 3; i++) {
      await guesses(1, OFFICE, anEmail());
      if (i < 2) expect(await login(OFFICE, own)).toBeUndefined();
    }
    expect(await login(OFFICE, strange)).toBeUndefined();
    expect(await login(OFFICE, await registered(HOME))).toBe('RATE_LIMITED');
    expect(await login(OFFICE, own)).toBeUndefined();
    expect(await login(HOME, strange)).toBeUndefined();
  });

  it('of an IP address over its limit add no rows for the addresses that it makes up', async () => {
    auth = postgres.instance({ passwordLimits: { address: 5, slowed: 2 } });
    for (let i = 0; i < 40; i++) await guess(OFFICE, anEmail());
    // One each of the address, and while it is slowed; and of each attempt that was checked a pair and an account.
    expect(await postgres.count('SELECT 1 FROM rate_limits', [])).toBe(2 + 7 * 2);
  });

  it.each([
    ['2001:db8:1:2::a', '2001:db8:1:2::b', 32],
    ['198.51.100.1', '198.51.100.200', 24],
    ['::ffff:198.51.100.1', '198.51.100.200', 24],
  ])('of %s and %s are those of one network', async (one, other, ipv4Bits) => {
    auth = postgres.instance({ passwordLimits: { address: 2, slowed: 1, ipv4Bits } });
    for (const ip of [one, other, one]) await guess(ip, anEmail());
    expect(await guess(other, anEmail())).toBe('RATE_LIMITED');
    expect(await guess('192.0.2.99', anEmail())).toBe('INVALID_CREDENTIALS');
  });

  it('are not those that could not be checked', async () => {
    const email = await registered();
    vi.spyOn(auth.passwords, 'matches').mockRejectedValue(new UnavailableError());
    for (let i = 0; i < 6; i++) expect(await login(CAFE, email)).toBe('UNAVAILABLE');
    vi.restoreAllMocks();
    await guesses(3, CAFE, email);
    expect(await login(CAFE, email)).toBe('RATE_LIMITED');
  });

  it('from many IP addresses block an account, but not from where it has been used before', async () => {
    auth = postgres.instance({ passwordLimits: { account: 3 } });
    const email = await registered(HOME);
    for (let i = 1; i <= 3; i++) await guesses(1, `203.0.113.${i}`, email);
    expect(await login('203.0.113.9', email)).toBe('RATE_LIMITED');
    expect(await guess(HOME, email)).toBe('INVALID_CREDENTIALS');
    expect(await login(HOME, email)).toBeUndefined();
    const stranger = anEmail();
    for (let i = 1; i <= 3; i++) await guesses(1, `203.0.113.${i}`, stranger);
    expect(await guess(HOME, stranger)).toBe('RATE_LIMITED');
  });

  it('are counted when the password is changed, too', async () => {
    const email = await registered();
    const caller = callerOf(await fromIp(HOME, () => auth.accounts.login(email, PASSWORD)));
    const change = (current: string) =>
      reasonOf(fromIp(CAFE, () => auth.accounts.changePassword(caller, 'a quite different battery', current)));
    for (let i = 0; i < 3; i++) expect(await change('not the password')).toBe('INVALID_CREDENTIALS');
    expect(await change(PASSWORD)).toBe('RATE_LIMITED');
    expect(await login(CAFE, email)).toBe('RATE_LIMITED');
  });

  it('are reset by a password reset', async () => {
    const mailbox = new Mailbox();
    auth = postgres.instance({ mailer: mailbox, passwordLimits: { pair: 3 } });
    const email = await registered();
    await guesses(3, CAFE, email);
    await auth.reset.request(email);
    await auth.dispatcher.dispatch();
    const [token = ''] = mailbox.tokens(email, 'reset-password');
    await fromIp(CAFE, () => auth.reset.confirm(token, 'a quite different battery'));
    expect(await login(CAFE, email, 'a quite different battery')).toBeUndefined();
  });

  it('leave no address in the table of counters', async () => {
    const email = await registered();
    await guesses(1, CAFE, email);
    const rows = JSON.stringify(await query(postgres.sql, `SELECT key FROM rate_limits`));
    expect(rows).toContain('passwords by pair:');
    expect(rows).not.toContain('@');
    expect(rows).not.toContain('2001:db8');
  });
});
