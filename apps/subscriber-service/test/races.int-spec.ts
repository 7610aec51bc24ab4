import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { friendsOnRealPostgres, typesOf } from './friends.js';

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

describe('at the same time', () => {
  let fixture: Awaited<ReturnType<typeof friendsOnRealPostgres>>;

  beforeAll(async () => {
    fixture = await friendsOnRealPostgres();
  });

  afterAll(() => fixture.database.close());

  it('200 pairs of crossing requests make 200 friendships, without an error', async () => {
    const pairs = times(200, () => fixture.twoPeople());
    const crossed = ([one, other]: [string, string]) =>
      Promise.all([fixture.requests.send(one, other), fixture.requests.send(other, one)]);
    const answers: Awaited<ReturnType<typeof crossed>>[] = [];
    // As many calls as the pool has connections: more would test only how long the pool lets one wait.
    for (let i = 0; i < pairs.length; i += 10)
      answers.push(...(await Promise.all(pairs.slice(i, i + 10).map(crossed))));
    for (const [index, [one, other]] of pairs.entries()) {
      const statuses = answers[index]!.map(({ created, friendRequest }) => `${created} ${friendRequest.status}`);
      expect(statuses.sort()).toEqual(['false accepted', 'true pending']);
      expect(typesOf(await fixture.eventsBetween(one, other))).toEqual(['friend_request_sent', 'friendship_started']);
      expect(await fixture.friendships.areFriends(one, other)).toBe(true);
    }
  });

  it('50 sendings of one request make one, and 50 acceptances one friendship', async () => {
    const [ada, bob] = fixture.twoPeople();
    const sent = await Promise.all(times(50, () => fixture.requests.send(ada, bob)));
    expect(sent.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(sent.map(({ friendRequest }) => friendRequest.id)).size).toBe(1);
    await Promise.all(times(50, () => fixture.requests.accept(bob, sent[0]!.friendRequest.id)));
    expect(typesOf(await fixture.eventsBetween(ada, bob))).toEqual(['friend_request_sent', 'friendship_started']);
  });

  it('50 acceptances and refusals of one request have one outcome', async () => {
    for (let round = 0; round < 5; round++) {
      const [ada, bob] = fixture.twoPeople();
      const { id } = (await fixture.requests.send(ada, bob)).friendRequest;
      const answers = await Promise.allSettled(
        times(50, (i) => (i % 2 === round % 2 ? fixture.requests.accept(bob, id) : fixture.requests.decline(bob, id))),
      );
      const events = typesOf(await fixture.eventsBetween(ada, bob));
      expect(events).toHaveLength(2);
      const outcome = events[1] === 'friendship_started' ? 'accepted' : 'declined';
      for (const answer of answers) {
        if (answer.status === 'fulfilled') expect(answer.value.status).toBe(outcome);
        else expect(answer.reason).toMatchObject({ reason: 'FRIEND_REQUEST_NOT_PENDING' });
      }
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(25);
    }
  });

  it('a block and an acceptance leave a block and no friendship', async () => {
    for (let round = 0; round < 30; round++) {
      const [ada, bob] = fixture.twoPeople();
      const { id } = (await fixture.requests.send(ada, bob)).friendRequest;
      const blocker = round % 2 === 0 ? ([ada, bob] as const) : ([bob, ada] as const);
      const calls = [() => fixture.blocks.block(...blocker), () => fixture.requests.accept(bob, id)];
      const answers = await Promise.allSettled((round % 4 < 2 ? calls : calls.reverse()).map((call) => call()));
      for (const answer of answers) {
        if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ reason: 'FRIEND_REQUEST_NOT_PENDING' });
      }
      const ended = answers.every(({ status }) => status === 'fulfilled')
        ? ['friendship_started', 'friendship_ended']
        : ['friend_request_cancelled'];
      const events = await fixture.eventsBetween(ada, bob);
      expect(typesOf(events)).toEqual(['friend_request_sent', ...ended]);
      expect(events.map(({ payload }) => payload.version)).toEqual(times(events.length, (i) => i + 1));
      expect(await fixture.friendships.areFriends(ada, bob)).toBe(false);
      await expect(fixture.requests.send(bob, ada)).rejects.toMatchObject({ reason: 'REQUEST_NOT_ALLOWED' });
    }
  });

  it('a withdrawal and an acceptance have one outcome', async () => {
    for (let round = 0; round < 30; round++) {
      const [ada, bob] = fixture.twoPeople();
      const { id } = (await fixture.requests.send(ada, bob)).friendRequest;
      const answers = await Promise.allSettled([fixture.requests.cancel(ada, id), fixture.requests.accept(bob, id)]);
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const accepted = answers[1].status === 'fulfilled';
      expect(await fixture.friendships.areFriends(ada, bob)).toBe(accepted);
    }
  });
});
