import { ValidationFailedError } from '@messenger/errors';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { friendsOnRealPostgres, typesOf } from './friends.js';

const reason = (expected: string) => expect.objectContaining({ reason: expected }) as Error;

let house: Awaited<ReturnType<typeof friendsOnRealPostgres>>;

beforeAll(async () => {
  house = await friendsOnRealPostgres();
});

afterAll(() => house.database.close());

describe('a friendship', () => {
  it('is ended by either, once, and may begin again with a higher version', async () => {
    const [ada, bob] = house.twoPeople();
    await house.friends(ada, bob);
    await house.friendships.remove(bob, ada);
    for (const [me, other] of [
      [ada, bob],
      [bob, ada],
      [ada, ada],
    ] as const) {
      await expect(house.friendships.remove(me, other)).rejects.toThrow(reason('NOT_FRIENDS'));
      expect(await house.friendships.areFriends(me, other)).toBe(false);
    }
    await house.friends(bob, ada);
    const events = await house.eventsBetween(ada, bob);
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

  it('is never one with a stranger', async () => {
    const [ada, bob] = house.twoPeople();
    await expect(house.friendships.remove(ada, bob)).rejects.toThrow(reason('NOT_FRIENDS'));
    expect(await house.friendships.areFriends(ada, bob)).toBe(false);
  });
});

describe('a block', () => {
  it('ends the friendship, and both are told', async () => {
    const [ada, bob] = house.twoPeople();
    const requestId = await house.friends(ada, bob);
    await house.blocks.block(ada, bob);
    expect(await house.friendships.areFriends(ada, bob)).toBe(false);
    const events = await house.eventsBetween(ada, bob);
    expect(events.at(-1)).toEqual({
      type: 'subscriber.friendship_ended.v1',
      payload: { userIds: [ada, bob], version: 3 },
      recipients: [ada, bob],
    });
    await expect(house.requests.accept(bob, requestId)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
  });

  it.each(['requester', 'recipient'])('by the %s takes a pending request back, and both are told', async (side) => {
    const [ada, bob] = house.twoPeople();
    const { friendRequest } = await house.requests.send(ada, bob);
    await (side === 'requester' ? house.blocks.block(ada, bob) : house.blocks.block(bob, ada));
    await expect(house.requests.accept(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    expect((await house.eventsBetween(ada, bob)).at(-1)).toMatchObject({
      type: 'subscriber.friend_request_cancelled.v1',
      payload: { friendRequestId: friendRequest.id, requesterId: ada, version: 2 },
      recipients: [ada, bob],
    });
  });

  it('refuses requests both ways until it is taken back by who made it', async () => {
    const [ada, bob] = house.twoPeople();
    await house.blocks.block(ada, bob);
    await house.blocks.block(ada, bob);
    await house.blocks.unblock(bob, ada);
    for (const [me, other] of [
      [ada, bob],
      [bob, ada],
    ] as const) {
      await expect(house.requests.send(me, other)).rejects.toThrow(reason('REQUEST_NOT_ALLOWED'));
    }
    await house.blocks.unblock(ada, bob);
    await house.blocks.unblock(ada, bob);
    expect((await house.requests.send(bob, ada)).created).toBe(true);
    expect(typesOf(await house.eventsBetween(ada, bob))).toEqual(['friend_request_sent']);
  });

  it('of both stands until both have taken it back', async () => {
    const [ada, bob] = house.twoPeople();
    await Promise.all([house.blocks.block(ada, bob), house.blocks.block(bob, ada)]);
    await house.blocks.unblock(ada, bob);
    await expect(house.requests.send(ada, bob)).rejects.toThrow(reason('REQUEST_NOT_ALLOWED'));
    await house.blocks.unblock(bob, ada);
    expect((await house.requests.send(ada, bob)).created).toBe(true);
  });

  it('made and taken back is no way around a decline', async () => {
    const [ada, bob] = house.twoPeople();
    const { friendRequest } = await house.requests.send(ada, bob);
    await house.requests.decline(bob, friendRequest.id);
    await house.blocks.block(ada, bob);
    await house.blocks.unblock(ada, bob);
    await expect(house.requests.send(ada, bob)).rejects.toThrow(reason('REQUEST_NOT_ALLOWED'));
  });

  it('of oneself names the field, of nobody is USER_NOT_FOUND; unblocking a stranger does nothing', async () => {
    const [ada, nobody] = house.twoPeople();
    house.nobodies.add(nobody);
    await expect(house.blocks.block(ada, ada)).rejects.toThrow(ValidationFailedError);
    await expect(house.blocks.unblock(ada, ada)).rejects.toThrow(ValidationFailedError);
    await expect(house.blocks.block(ada, nobody)).rejects.toThrow(reason('USER_NOT_FOUND'));
    await house.blocks.unblock(ada, uuidv7());
    const rows = await house.database.sql.query(`SELECT FROM pairs WHERE $1 IN (user_low, user_high)`, [ada]);
    expect(rows).toEqual([]);
  });
});
