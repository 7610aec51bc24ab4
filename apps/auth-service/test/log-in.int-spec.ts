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

  it('has the same answer and duration for a wrong password, no password and no account', async () => {
    const [withPassword, without, unknown] = [anEmail(), anEmail(), anEmail()];
    for (const email of [withPassword, without]) await auth.accounts.register(email, PASSWORD);
    await query(postgres.sql, `UPDATE accounts SET password_hash = NULL WHERE email = $1`, [without]);
    const kinds = [withPassword, without, unknown].map((email) => ({ email, times: [] as number[] }));
    // The first round warms up.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const { email, times } of kinds) {
        const start = performance.now();
        expect(await reasonOf(auth.accounts.login(email, 'not the password'))).toBe('INVALID_CREDENTIALS');
        if (round > 0) times.push(performance.now() - start);
      }
    }
    const medians = kinds.map(({ times }) => times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0);
    expect(Math.max(...medians) / Math.min(...medians), `${medians.join(', ')} ms`).toBeLessThan(1.6);
  });
});
