import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accountsOnPostgres,
  anEmail,
  PASSWORD,
  reasonOf,
  type AccountsOnPostgres,
  type Instance,
  query,
} from './accounts-on-postgres.js';

const ROUNDS = 15;

describe('a failed log-in', () => {
  let postgres: AccountsOnPostgres;
  let auth: Instance;

  beforeAll(async () => {
    postgres = await accountsOnPostgres();
    auth = postgres.instance();
  });
  afterAll(() => postgres.close());

  it('costs the same, and has the same answer, for a wrong password, no password and no account', async () => {
    const [withPassword, without, unknown] = [anEmail(), anEmail(), anEmail()];
    for (const email of [withPassword, without]) await auth.accounts.register(email, PASSWORD);
    await query(postgres.sql, `UPDATE accounts SET password_hash = NULL WHERE email = $1`, [without]);
    const kinds = [withPassword, without, unknown].map((email) => ({ email, times: [] as number[] }));
    // The first round warms up.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const { email, times } of kinds) {
        const before = process.cpuUsage();
        expect(await reasonOf(auth.accounts.login(email, 'not the password'))).toBe('INVALID_CREDENTIALS');
        if (round > 0) times.push(cpuMsSince(before));
      }
    }
    const shortest = kinds.map(({ times }) => Math.min(...times));
    expect(Math.max(...shortest) / Math.min(...shortest), `${shortest.join(', ')} ms`).toBeLessThan(1.6);
  });

  /** Of the CPU: what else runs on the machine does not count. */
  function cpuMsSince(before: NodeJS.CpuUsage): number {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  }
});
