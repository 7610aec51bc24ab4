import { ValidationFailedError } from '@messenger/errors';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { friendsOnRealPostgres, typesOf } from './friends.js';

const reason = (expected: string) => expect.objectContaining({ reason: expected }) as Error;

describe('a friend request', () => {
  let house: Awaited<ReturnType<typeof friendsOnRealPostgres>>;

  beforeAll(async () => {
    house = await friendsOnRealPostgres();
  });

  afterAll(() => house.database.close());

  it('is sent once, however often it is asked, and both are told', async () => {
    const [ada, bob] = house.twoPeople();
    const first = await house.requests.send(ada, bob);
    expect(first).toMatchObject({
      created: true,
      friendRequest: { userId: bob, direction: 'outgoing', status: 'pending' },
    });
    const asked = house.userService.questions;
    expect(await house.requests.send(ada, bob)).toEqual({ ...first, created: false });
    expect(house.userService.questions).toBe(asked);
    const { id, createdAt } = first.friendRequest;
    expect(await house.eventsBetween(ada, bob)).toEqual([
      {
        type: 'subscriber.friend_request_sent.v1',
        payload: {
          friendRequestId: id,
          requesterId: ada,
          recipientId: bob,
          createdAt: createdAt?.toISOString(),
          version: 1,
        },
        recipients: [ada, bob],
      },
    ]);
  });

  it('to oneself names the field, and to nobody is USER_NOT_FOUND and leaves no row', async () => {
    const [ada, nobody] = house.twoPeople();
    house.nobodies.add(nobody);
    await expect(house.requests.send(ada, ada)).rejects.toThrow(ValidationFailedError);
    await expect(house.requests.send(ada, nobody)).rejects.toThrow(reason('USER_NOT_FOUND'));
    const rows = await house.database.sql.query(`SELECT FROM pairs WHERE $1 IN (user_low, user_high)`, [ada]);
    expect(rows).toEqual([]);
  });

  it('meets the other one: both are friends', async () => {
    const [ada, bob] = house.twoPeople();
    const { friendRequest } = await house.requests.send(bob, ada);
    expect(await house.requests.send(ada, bob)).toEqual({
      created: false,
      friendRequest: { ...friendRequest, userId: bob, direction: 'incoming', status: 'accepted' },
    });
    const events = await house.eventsBetween(ada, bob);
    expect(typesOf(events)).toEqual(['friend_request_sent', 'friendship_started']);
    expect(events[1]).toMatchObject({
      payload: { userIds: [ada, bob], friendRequestId: friendRequest.id, version: 2 },
      recipients: [ada, bob],
    });
    for (const [me, other] of [
      [ada, bob],
      [bob, ada],
    ] as const) {
      await expect(house.requests.send(me, other)).rejects.toThrow(reason('ALREADY_FRIENDS'));
      expect(await house.friendships.areFriends(me, other)).toBe(true);
    }
  });

  it('is accepted by its recipient alone, who may say so twice', async () => {
    const [ada, bob] = house.twoPeople();
    const { friendRequest } = await house.requests.send(ada, bob);
    for (const stranger of [ada, uuidv7()]) {
      await expect(house.requests.accept(stranger, friendRequest.id)).rejects.toThrow(
        reason('FRIEND_REQUEST_NOT_FOUND'),
      );
      await expect(house.requests.decline(stranger, friendRequest.id)).rejects.toThrow(
        reason('FRIEND_REQUEST_NOT_FOUND'),
      );
    }
    await expect(house.requests.accept(bob, uuidv7())).rejects.toThrow(reason('FRIEND_REQUEST_NOT_FOUND'));
    const accepted = await house.requests.accept(bob, friendRequest.id);
    expect(accepted).toMatchObject({ userId: ada, direction: 'incoming', status: 'accepted' });
    expect(await house.requests.accept(bob, friendRequest.id)).toEqual(accepted);
    await expect(house.requests.decline(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    await expect(house.requests.cancel(ada, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    expect(typesOf(await house.eventsBetween(ada, bob))).toEqual(['friend_request_sent', 'friendship_started']);
  });

  it('that was declined may be declined again, not accepted, and not sent again but by the other', async () => {
    const [ada, bob] = house.twoPeople();
    const { friendRequest } = await house.requests.send(ada, bob);
    const declined = await house.requests.decline(bob, friendRequest.id);
    expect(declined.status).toBe('declined');
    expect(await house.requests.decline(bob, friendRequest.id)).toEqual(declined);
    await expect(house.requests.accept(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    await expect(house.requests.send(ada, bob)).rejects.toThrow(reason('REQUEST_NOT_ALLOWED'));
    const again = await house.requests.send(bob, ada);
    expect(again).toMatchObject({ created: true, friendRequest: { direction: 'outgoing', status: 'pending' } });
    expect(again.friendRequest.id).not.toBe(friendRequest.id);
    await expect(house.requests.decline(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_FOUND'));
    const types = typesOf(await house.eventsBetween(ada, bob));
    expect(types).toEqual(['friend_request_sent', 'friend_request_declined', 'friend_request_sent']);
  });

  it('may be sent again a day after it was declined', async () => {
    const [ada, bob] = house.twoPeople();
    const { friendRequest } = await house.requests.send(ada, bob);
    await house.requests.decline(bob, friendRequest.id);
    await house.database.sql.query(
      `UPDATE pairs SET declined_at = declined_at - interval '24 hours' WHERE request_id = $1`,
      [friendRequest.id],
    );
    expect((await house.requests.send(ada, bob)).created).toBe(true);
  });

  it('is taken back by its requester alone, once', async () => {
    const [ada, bob] = house.twoPeople();
    const { friendRequest } = await house.requests.send(ada, bob);
    await expect(house.requests.cancel(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_FOUND'));
    await house.requests.cancel(ada, friendRequest.id);
    await expect(house.requests.cancel(ada, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    await expect(house.requests.accept(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    await expect(house.requests.decline(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    expect((await house.requests.send(ada, bob)).created).toBe(true);
    const events = await house.eventsBetween(ada, bob);
    expect(typesOf(events)).toEqual(['friend_request_sent', 'friend_request_cancelled', 'friend_request_sent']);
    expect(events.map(({ payload }) => payload.version)).toEqual([1, 2, 3]);
  });
});
