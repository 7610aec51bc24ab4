import type { Tokens } from '@messenger/proto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RefreshTokensRepository } from '../src/sessions/refresh-tokens.repository.js';
import {
  PASSWORD,
  accountsOnPostgres,
  anEmail,
  callerOf,
  query,
  reasonOf,
  type AccountsOnPostgres,
  type Instance,
} from './accounts-on-postgres.js';

const DAY_SECONDS = 24 * 60 * 60;
const REUSED = 'REFRESH_TOKEN_REUSED';
const INVALID = 'REFRESH_TOKEN_INVALID';

let postgres: AccountsOnPostgres;
let instance: Instance;
let first: Tokens;

beforeAll(async () => {
  postgres = await accountsOnPostgres();
  instance = postgres.instance();
});
afterAll(() => postgres.close());

beforeEach(async () => {
  first = await instance.accounts.register(anEmail(), PASSWORD);
});

const refresh = (refreshToken: string) => instance.sessions.refresh(refreshToken);

/** Rotates the token so many times; resolves with the session's tokens, the first one included. */
async function rotations(times: number): Promise<string[]> {
  const lineage = [first.refreshToken];
  for (let i = 0; i < times; i++) lineage.push((await refresh(lineage.at(-1) ?? '')).refreshToken);
  return lineage;
}

/** Moves the past of the session back. */
const passTime = async (seconds: number): Promise<void> => {
  const { sessionId } = callerOf(first);
  for (const column of ['created_at', 'replaced_at', 'successor_used_at'])
    await query(
      postgres.sql,
      `UPDATE refresh_tokens SET ${column} = ${column} - make_interval(secs => $1) WHERE session_id = $2`,
      [seconds, sessionId],
    );
  for (const column of ['created_at', 'last_used_at', 'expires_at'])
    await query(postgres.sql, `UPDATE sessions SET ${column} = ${column} - make_interval(secs => $1) WHERE id = $2`, [
      seconds,
      sessionId,
    ]);
};

const cleanUp = () => new RefreshTokensRepository().eraseSuccessors(postgres.sql, 100);

const sealedTokens = () =>
  postgres.count('SELECT 1 FROM refresh_tokens WHERE session_id = $1 AND sealed_successor IS NOT NULL', [
    callerOf(first).sessionId,
  ]);

describe('a refresh whose answer is lost', () => {
  it.each([
    ['11 seconds', 11],
    ['an hour', 3_600],
    ['13 days', 13 * DAY_SECONDS],
  ])('is answered with the same successor after %s, and the session goes on', async (_time, seconds) => {
    const { refreshToken: lost } = await refresh(first.refreshToken);
    await passTime(seconds);
    await cleanUp();
    expect((await refresh(first.refreshToken)).refreshToken).toBe(lost);
    expect((await refresh(lost)).refreshToken).not.toBe(lost);
  });

  it('may be lost at each step', async () => {
    const lineage = await rotations(3);
    await passTime(60);
    expect((await refresh(lineage[2] ?? '')).refreshToken).toBe(lineage[3]);
  });

  it('signs out with the session, 30 days after the sign-in at the latest', async () => {
    await refresh(first.refreshToken);
    await passTime(31 * DAY_SECONDS);
    expect(await reasonOf(refresh(first.refreshToken))).toBe(INVALID);
  });
});

describe('a token that was replaced before', () => {
  it('gets its successor for 10 seconds after the first use of that, and then ends the session', async () => {
    const [old = '', successor, current = ''] = await rotations(2);
    await passTime(9);
    expect((await refresh(old)).refreshToken).toBe(successor);
    await passTime(2);
    expect(await reasonOf(refresh(old))).toBe(REUSED);
    expect(await reasonOf(refresh(current))).toBe(INVALID);
  });

  it('ends the session at once where it is older than the last two', async () => {
    const [oldest = '', , , current = ''] = await rotations(3);
    expect(await reasonOf(refresh(oldest))).toBe(REUSED);
    expect(await reasonOf(refresh(current))).toBe(INVALID);
  });

  it('begins no second 10 seconds by being shown', async () => {
    const [old = ''] = await rotations(2);
    await passTime(6);
    await refresh(old);
    await passTime(6);
    expect(await reasonOf(refresh(old))).toBe(REUSED);
  });
});

it('20 refreshes at once make one lineage, at each step', async () => {
  for (let step = 0, token = first.refreshToken; step < 3; step++) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(token)));
    const successors = new Set(answers.map(({ refreshToken }) => refreshToken));
    expect(successors.size).toBe(1);
    [token] = successors as unknown as [string];
  }
});

it('keeps a sealed successor until 10 seconds after its first use, and never more than two of a session', async () => {
  await rotations(4);
  expect(await sealedTokens()).toBe(2);
  await passTime(11);
  await cleanUp();
  expect(await sealedTokens()).toBe(1);
});
