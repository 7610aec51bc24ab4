import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accountsOnPostgres,
  anEmail,
  callerOf,
  PASSWORD,
  reasonOf,
  type AccountsOnPostgres,
} from './accounts-on-postgres.js';

const REFUSED = 'VALIDATION_FAILED';

let postgres: AccountsOnPostgres;
beforeAll(async () => {
  postgres = await accountsOnPostgres();
});
afterAll(() => postgres.close());

describe('an address without a dot in its domain', () => {
  it.each([
    ['localhost', [], REFUSED],
    ['localhost', ['localhost'], undefined],
    ['intranet', ['localhost', 'Intranet'], undefined],
    ['nas', ['localhost'], REFUSED],
  ])('at %s, with %j configured: %s', async (domain, localEmailDomains, reason) => {
    const { accounts } = postgres.instance({ localEmailDomains });
    const email = anEmail().replace('example.com', domain);
    expect(await reasonOf(accounts.register(email, PASSWORD))).toBe(reason);
  });
});

describe('a new password that is made of the own address', () => {
  it.each([
    (email: string) => email,
    (email: string) => email.split('@')[0] ?? '',
    (email: string) => `${email.split('@')[0]?.toUpperCase()}99`,
    () => 'messenger1',
  ])('is refused at registration: %#', async (passwordOf) => {
    const { accounts } = postgres.instance();
    const email = anEmail();
    expect(await reasonOf(accounts.register(email, passwordOf(email)))).toBe(REFUSED);
  });

  it('is refused at a change', async () => {
    const { accounts } = postgres.instance();
    const email = anEmail();
    const caller = callerOf(await accounts.register(email, PASSWORD));
    expect(await reasonOf(accounts.changePassword(caller, `${email}!`, PASSWORD))).toBe(REFUSED);
    expect(await reasonOf(accounts.changePassword(caller, 'unrelated to it', PASSWORD))).toBeUndefined();
  });
});
