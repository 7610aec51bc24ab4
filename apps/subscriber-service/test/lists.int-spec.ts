import { encodePageToken, raw, type Compilable, type Page } from '@messenger/database';
import type { ListFriendRequestsDto, ListFriendsDto } from '@messenger/dto';
import { ValidationFailedError } from '@messenger/errors';
import pg from 'pg';
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { friendsOnRealPostgres } from './friends.js';

let fixture: Awaited<ReturnType<typeof friendsOnRealPostgres>>;

beforeAll(async () => {
  fixture = await friendsOnRealPostgres();
});

afterAll(() => fixture.database.close());

/** Ids on both sides of `me`, so that both sides of a pair are read. */
const strangers = (count: number): string[] => Array.from({ length: count }, () => uuidv4());

async function all<T>(list: (page: { pageSize: number; pageToken?: string }) => Promise<Page<T>>, pageSize: number) {
  const items: T[] = [];
  let pageToken = '';
  do {
    const page = await list({ pageSize, pageToken });
    expect(page.items.length).toBeLessThanOrEqual(pageSize);
    items.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return items;
}

/** Few moments for many rows: ties. */
const squeezeTimes = (column: string) =>
  fixture.database.sql.run(
    raw(`UPDATE pairs SET ${column} = timestamptz '2026-01-01' + (abs(hashtext(user_low::text || user_high::text)) % 3) * interval '1 ms'
     WHERE ${column} IS NOT NULL`),
  );

const newestFirst = <T extends { userId: string }>(items: T[], timeOf: (item: T) => Date | undefined): T[] =>
  [...items].sort((a, b) => timeOf(b)!.getTime() - timeOf(a)!.getTime() || (a.userId < b.userId ? 1 : -1));

describe('lists, over rows of equal times', () => {
  it('return friends, sent requests, or both, each once and newest first, in pages of any size', async () => {
    const me = uuidv4();
    const [friends, sent, received] = [strangers(15), strangers(9), strangers(5)];
    await Promise.all(friends.map((other) => fixture.friends(me, other)));
    await Promise.all(sent.map((other) => fixture.requests.send(me, other)));
    await Promise.all(received.map((other) => fixture.requests.send(other, me)));
    await squeezeTimes('since');
    await squeezeTimes('requested_at');
    const list = (filter: ListFriendsDto) => (page: object) => fixture.friendships.list(me, { ...filter, ...page });

    const everyone = await all(list({ status: 'all' }), 100);
    expect(everyone).toEqual(newestFirst(everyone, ({ since }) => since));
    expect(everyone.map(({ userId }) => userId).sort()).toEqual([...friends, ...sent].sort());
    for (const size of [1, 4, 23, 24, 25]) expect(await all(list({ status: 'all' }), size)).toEqual(everyone);
    const confirmed = everyone.filter(({ userId }) => friends.includes(userId));
    expect(confirmed.every(({ status }) => status === 'confirmed')).toBe(true);
    expect(await all(list({}), 4)).toEqual(confirmed);
    const pending = everyone.filter(({ status }) => status === 'pending');
    expect(await all(list({ status: 'pending' }), 4)).toEqual(pending);
    expect(pending.map(({ userId }) => userId).sort()).toEqual(sent.sort());
  });

  it('return the pending requests of either direction, and none that was answered', async () => {
    const me = uuidv4();
    const [recipients, requesters] = [strangers(11), strangers(12)];
    await Promise.all(recipients.map((other) => fixture.requests.send(me, other)));
    const received = await Promise.all(requesters.map((other) => fixture.requests.send(other, me)));
    await fixture.friends(me, uuidv4());
    const { friendRequest } = await fixture.requests.send(uuidv4(), me);
    await fixture.requests.decline(me, friendRequest.id);
    await squeezeTimes('requested_at');
    const list = (filter: ListFriendRequestsDto) => (page: object) => fixture.requests.list(me, { ...filter, ...page });

    const incoming = await all(list({}), 5);
    expect(incoming.map(({ id }) => id).sort()).toEqual(received.map(({ friendRequest: { id } }) => id).sort());
    expect(incoming).toEqual(newestFirst(incoming, ({ createdAt }) => createdAt));
    expect(incoming[0]).toMatchObject({ direction: 'incoming', status: 'pending' });
    const outgoing = await all(list({ direction: 'outgoing' }), 3);
    expect(outgoing.map(({ userId }) => userId).sort()).toEqual(recipients.sort());
    expect(outgoing[0]).toMatchObject({ direction: 'outgoing', status: 'pending' });
  });

  it('return the people that one has blocked, not those that have blocked one', async () => {
    const me = uuidv4();
    const blocked = strangers(13);
    await Promise.all(blocked.map((other) => fixture.blocks.block(me, other)));
    await fixture.blocks.block(uuidv4(), me);
    await fixture.blocks.unblock(me, blocked.pop()!);
    await squeezeTimes('low_blocked_at');
    await squeezeTimes('high_blocked_at');
    const list = (page: object) => fixture.blocks.list(me, page);

    const listed = await all(list, 5);
    expect(listed).toEqual(newestFirst(listed, ({ createdAt }) => createdAt));
    expect(listed.map(({ userId }) => userId).sort()).toEqual(blocked.sort());
    for (const size of [1, 11, 12, 13]) expect(await all(list, size)).toEqual(listed);
  });
});

describe('a page token', () => {
  it('that no page has returned is refused by field; any time until the year 9999 and person in one is valid', async () => {
    const me = uuidv4();
    const lists = [
      (pageToken: string) => fixture.friendships.list(me, { status: 'all', pageToken }),
      (pageToken: string) => fixture.requests.list(me, { pageToken }),
      (pageToken: string) => fixture.blocks.list(me, { pageToken }),
    ];
    for (const list of lists) {
      const tokenOf = (time: number) => encodePageToken({ time: new Date(time), id: uuidv7() });
      for (const token of ['nonsense', tokenOf(253_402_300_800_000), tokenOf(999_999_999_999_999)]) {
        await expect(list(token)).rejects.toThrow(ValidationFailedError);
      }
      for (const time of [0, 253_402_300_799_999]) {
        expect(await list(tokenOf(time))).toEqual({
          items: [],
          nextPageToken: '',
        });
      }
    }
  });
});

describe('among 100,000 pairs', () => {
  it('every list is read from its indexes', async () => {
    // In the middle of all ids: half of its pairs have it on either side. With few on one, sorting those is cheaper.
    const me = '80000000-0000-4000-8000-000000000000';
    const owner = new pg.Client({ connectionString: fixture.database.ownerUrl });
    await owner.connect();
    await owner.query(
      `INSERT INTO pairs (user_low, user_high, state, request_id, requester_id, requested_at, since, low_blocked_at)
       SELECT low, high, state::pair_state, gen_random_uuid(), low, now(), CASE state WHEN 'friends' THEN now() END,
              CASE state WHEN 'none' THEN now() END
       FROM (SELECT least(a, b) AS low, greatest(a, b) AS high, (ARRAY['friends', 'pending', 'none'])[n % 3 + 1] AS state
             FROM (SELECT n, CASE WHEN n % 100 = 0 THEN $1 ELSE gen_random_uuid() END AS a, gen_random_uuid() AS b
                   FROM generate_series(1, 100000) n) people) pairs`,
      [me],
    );
    await owner.query('VACUUM ANALYZE pairs');
    await owner.end();
    const run = vi.spyOn(fixture.database.sql, 'run');
    const plans: string[] = [];
    const planOf = async (list: () => Promise<unknown>) => {
      await list();
      const { sql, parameters } = (run.mock.lastCall?.[0] as Compilable).compile();
      const { rows } = await fixture.database.pool.query<Record<string, string>>(`EXPLAIN ${sql}`, [...parameters]);
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    };
    await planOf(() => fixture.friendships.list(me, { status: 'all' }));
    await planOf(() => fixture.requests.list(me, {}));
    await planOf(() => fixture.requests.list(me, { direction: 'outgoing' }));
    await planOf(() => fixture.blocks.list(me, {}));
    const indexes = plans.map((plan) => plan.match(/(?<=Index (Only )?Scan Backward using )\w+/g));
    expect(indexes).toEqual([
      ['pairs_friends_of_low', 'pairs_friends_of_high', 'pairs_outgoing'],
      ['pairs_incoming'],
      ['pairs_outgoing'],
      ['pairs_blocked_by_low', 'pairs_blocked_by_high'],
    ]);
    for (const plan of plans) expect(plan).not.toMatch(/Seq Scan|Filter/);
  });
});
