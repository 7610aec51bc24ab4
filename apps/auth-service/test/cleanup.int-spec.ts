import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inBatches } from '@messenger/database';
import { SessionsRepository } from '../src/sessions/sessions.repository.js';
import { SessionsCleanup } from '../src/sessions/sessions.cleanup.js';
import {
  accountsOnPostgres,
  anEmail,
  callerOf,
  PASSWORD,
  query,
  type AccountsOnPostgres,
} from './accounts-on-postgres.js';

let postgres: AccountsOnPostgres;
let userId: string;
beforeAll(async () => {
  postgres = await accountsOnPostgres();
  userId = callerOf(await postgres.instance().accounts.register(anEmail(), PASSWORD)).userId;
});
afterAll(() => postgres.close());

/** Sessions with so many refresh tokens each. */
const addSessions = async (count: number, tokens: number, ended: string): Promise<void> => {
  await query(
    postgres.sql,
    `WITH added AS (
       INSERT INTO sessions (id, user_id, expires_at, revoked_at)
       SELECT gen_random_uuid(), $1, now() + interval '30 days', now() - $2::interval FROM generate_series(1, $3)
       RETURNING id
     )
     INSERT INTO refresh_tokens (hash, session_id, replaced_at)
     SELECT sha256((id::text || n)::bytea), id, now() FROM added, generate_series(1, $4) n`,
    [userId, ended, count, tokens],
  );
};
const rowsOf = async (table: string): Promise<number> => postgres.count(`SELECT 1 FROM ${table}`, []);

describe('the cleanup of sessions', () => {
  it('takes a bounded number of rows a statement, and leaves live sessions alone', async () => {
    await addSessions(30, 100, '31 days');
    await addSessions(5, 2, '1 day');
    const [sessions, tokens] = [await rowsOf('sessions'), await rowsOf('refresh_tokens')];
    const repository = new SessionsRepository();
    expect(await repository.deleteTokensOfEnded(postgres.sql, 700)).toBe(700);
    expect(await rowsOf('refresh_tokens')).toBe(tokens - 700);
    await new SessionsCleanup(postgres.sql, repository).run();
    expect(await rowsOf('sessions')).toBe(sessions - 30);
    expect(await rowsOf('refresh_tokens')).toBe(tokens - 3_000);
  });

  it('ends with a last batch that is full', async () => {
    const left = [3, 3, 0];
    await inBatches(() => Promise.resolve(left.shift() ?? NaN), 3);
    expect(left).toEqual([]);
  });
});

describe('the list of revoked sessions', () => {
  const pages = async (pageSize: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let pageToken: string | undefined; pageToken !== '';) {
      const page = await postgres.instance().sessions.listRevoked({ pageSize, ...(pageToken && { pageToken }) });
      expect(page.sessions.length).toBeLessThanOrEqual(pageSize);
      ids.push(...page.sessions.map(({ sessionId }) => sessionId));
      pageToken = page.nextPageToken;
    }
    return ids;
  };

  it('comes in pages, complete and without repeats, also where many ended at one moment', async () => {
    await addSessions(25, 0, '5 minutes');
    await addSessions(4, 0, '1 minute');
    const all = await pages(10_000);
    expect(all.length).toBeGreaterThanOrEqual(29);
    for (const pageSize of [1, 7, 29]) {
      const ids = await pages(pageSize);
      expect(ids).toEqual(all);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it.each(['nonsense', '1.2', '99999999999999999.019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42', '-1.x'])(
    'refuses the page token %j',
    async (pageToken) => {
      await expect(postgres.instance().sessions.listRevoked({ pageToken })).rejects.toMatchObject({
        reason: 'VALIDATION_FAILED',
      });
    },
  );
});
