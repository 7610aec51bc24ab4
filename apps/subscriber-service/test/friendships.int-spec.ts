import { ValidationFailedError } from '@messenger/errors';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { friendsOnRealPostgres, typesOf } from './friends.js';

const reason = (expected: string) => expect.objectContaining({ reason: expected }) as Error;

let fixture: Awaited<ReturnType<typeof friendsOnRealPostgres>>;

beforeAll(async () => {
  fixture = await friendsOnRealPostgres();
});

afterAll(() => fixture.database.close());

describe('a friendship', () => {
  it('is ended by either, once, and may begin again with a higher version', async () => {
    const [ada, bob] = fixture.twoPeople();
    await fixture.friends(ada, bob);
    await fixture.friendships.remove(bob, ada);
    for (const [me, other] of [
      [ada, bob],
      [bob, ada],
      [ada, ada],
    ] as const) {
      await expect(fixture.friendships.remove(me, other)).rejects.toThrow(reason('NOT_FRIENDS'));
      expect(await fixture.friendships.areFriends(me, other)).toBe(false);
    }
    await fixture.friends(bob, ada);
    const events = await fixture.eventsBetween(ada, bob);
    expect(typesOf(events)).toEqual([
      'friend_request_sent',
      'friendship_started',
      'friendship_ended',
      'friend_request_sent',
      'friendship_started',
    ]);
    expect(events.map(({ payload }) => payload.version)).toEqual([1, 2, 3, 4, 5]);
    expect(events[2]).toMatchObject({ payload: { userIds: [ada, bob], version: 3 }, recipients: [ada, bob] });
  });

  it('does not exist with a stranger', async () => {
    const [ada, bob] = fixture.twoPeople();
    await expect(fixture.friendships.remove(ada, bob)).rejects.toThrow(reason('NOT_FRIENDS'));
    expect(await fixture.friendships.areFriends(ada, bob)).toBe(false);
  });
});

describe('what a projection has', () => {
  const compare = async (pair: string[], friends: boolean, version: number) => {
    const [userLow = '', userHigh = ''] = pair;
    return fixture.friendships.compare([{ userLow, userHigh, friends, version }]);
  };

  it('is answered where it is otherwise, with the version that the pair has', async () => {
    const [ada, bob] = fixture.twoPeople();
    await fixture.friends(ada, bob);
    const [started] = await compare([ada, bob], false, 0);
    expect(started).toMatchObject({ userLow: ada, userHigh: bob, friends: true });
    expect(await compare([ada, bob], true, started!.version)).toEqual([]);
    await fixture.blocks.block(bob, ada);
    const [ended] = await compare([ada, bob], true, started!.version);
    expect(ended).toMatchObject({ friends: false });
    expect(ended!.version).toBeGreaterThan(started!.version);
  });

  it('is no friendship where the two have never met, or only asked', async () => {
    const [ada, bob] = fixture.twoPeople();
    expect(await compare([ada, bob], true, 4)).toEqual([{ userLow: ada, userHigh: bob, friends: false, version: 0 }]);
    await fixture.requests.send(ada, bob);
    expect(await compare([ada, bob], true, 4)).toMatchObject([{ friends: false }]);
    expect(await compare([ada, bob], false, 4)).toEqual([]);
  });

  it('is compared pair by pair, in one call', async () => {
    const pairs = await Promise.all(
      [1, 2, 3].map(async (n) => {
        const [userLow, userHigh] = fixture.twoPeople();
        if (n !== 2) await fixture.friends(userLow, userHigh);
        return { userLow, userHigh, friends: true, version: 9 };
      }),
    );
    expect(await fixture.friendships.compare(pairs)).toEqual([{ ...pairs[1], friends: false, version: 0 }]);
  });
});

describe('a block', () => {
  it('ends the friendship, with an event for both', async () => {
    const [ada, bob] = fixture.twoPeople();
    const requestId = await fixture.friends(ada, bob);
    await fixture.blocks.block(ada, bob);
    expect(await fixture.friendships.areFriends(ada, bob)).toBe(false);
    const events = await fixture.eventsBetween(ada, bob);
    expect(events.at(-1)).toEqual({
      type: 'subscriber.friendship_ended.v1',
      payload: { userIds: [ada, bob], version: 3 },
      recipients: [ada, bob],
    });
    await expect(fixture.requests.accept(bob, requestId)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
  });

  it.each(['requester', 'recipient'])('by the %s cancels a pending request, with an event for both', async (side) => {
    const [ada, bob] = fixture.twoPeople();
    const { friendRequest } = await fixture.requests.send(ada, bob);
    await (side === 'requester' ? fixture.blocks.block(ada, bob) : fixture.blocks.block(bob, ada));
    await expect(fixture.requests.accept(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    expect((await fixture.eventsBetween(ada, bob)).at(-1)).toMatchObject({
      type: 'subscriber.friend_request_cancelled.v1',
      payload: { friendRequestId: friendRequest.id, requesterId: ada, version: 2 },
      recipients: [ada, bob],
    });
  });

  it('refuses requests both ways until the one who blocked unblocks', async () => {
    const [ada, bob] = fixture.twoPeople();
    await fixture.blocks.block(ada, bob);
    await fixture.blocks.block(ada, bob);
    await fixture.blocks.unblock(bob, ada);
    for (const [me, other] of [
      [ada, bob],
      [bob, ada],
    ] as const) {
      await expect(fixture.requests.send(me, other)).rejects.toThrow(reason('REQUEST_NOT_ALLOWED'));
    }
    await fixture.blocks.unblock(ada, bob);
    await fixture.blocks.unblock(ada, bob);
    expect((await fixture.requests.send(bob, ada)).created).toBe(true);
    expect(typesOf(await fixture.eventsBetween(ada, bob))).toEqual(['friend_request_sent']);
  });

  it('by both stands until both have unblocked', async () => {
    const [ada, bob] = fixture.twoPeople();
    await Promise.all([fixture.blocks.block(ada, bob), fixture.blocks.block(bob, ada)]);
    await fixture.blocks.unblock(ada, bob);
    await expect(fixture.requests.send(ada, bob)).rejects.toThrow(reason('REQUEST_NOT_ALLOWED'));
    await fixture.blocks.unblock(bob, ada);
    expect((await fixture.requests.send(ada, bob)).created).toBe(true);
  });

  it('followed by an unblock does not end the cooldown of a decline', async () => {
    const [ada, bob] = fixture.twoPeople();
    const { friendRequest } = await fixture.requests.send(ada, bob);
    await fixture.requests.decline(bob, friendRequest.id);
    await fixture.blocks.block(ada, bob);
    await fixture.blocks.unblock(ada, bob);
    await expect(fixture.requests.send(ada, bob)).rejects.toThrow(reason('REQUEST_NOT_ALLOWED'));
  });

  it('of oneself is refused by field, of an unknown user it is USER_NOT_FOUND; unblocking a stranger does nothing', async () => {
    const [ada, nobody] = fixture.twoPeople();
    fixture.nobodies.add(nobody);
    await expect(fixture.blocks.block(ada, ada)).rejects.toThrow(ValidationFailedError);
    await expect(fixture.blocks.unblock(ada, ada)).rejects.toThrow(ValidationFailedError);
    await expect(fixture.blocks.block(ada, nobody)).rejects.toThrow(reason('USER_NOT_FOUND'));
    await fixture.blocks.unblock(ada, uuidv7());
    expect(await fixture.pairsOf(ada)).toEqual([]);
  });
});
