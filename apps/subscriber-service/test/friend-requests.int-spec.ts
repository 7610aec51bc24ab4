import { raw } from '@messenger/database';
import { ValidationFailedError } from '@messenger/errors';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { friendsOnRealPostgres, typesOf } from './friends.js';

const reason = (expected: string) => expect.objectContaining({ reason: expected }) as Error;

describe('a friend request', () => {
  let fixture: Awaited<ReturnType<typeof friendsOnRealPostgres>>;

  beforeAll(async () => {
    fixture = await friendsOnRealPostgres();
  });

  afterAll(() => fixture.database.close());

  it('is created once, however often it is sent, with one event for both', async () => {
    const [ada, bob] = fixture.twoPeople();
    const first = await fixture.requests.send(ada, bob);
    expect(first).toMatchObject({
      created: true,
      friendRequest: { userId: bob, direction: 'outgoing', status: 'pending' },
    });
    const calls = fixture.userService.calls;
    expect(await fixture.requests.send(ada, bob)).toEqual({ ...first, created: false });
    expect(fixture.userService.calls).toBe(calls);
    const { id, createdAt } = first.friendRequest;
    expect(await fixture.eventsBetween(ada, bob)).toEqual([
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

  it('to oneself is refused by field; to an unknown user it is USER_NOT_FOUND and leaves no row', async () => {
    const [ada, nobody] = fixture.twoPeople();
    fixture.nobodies.add(nobody);
    await expect(fixture.requests.send(ada, ada)).rejects.toThrow(ValidationFailedError);
    await expect(fixture.requests.send(ada, nobody)).rejects.toThrow(reason('USER_NOT_FOUND'));
    expect(await fixture.pairsOf(ada)).toEqual([]);
  });

  it('that crosses one from the other person makes both friends', async () => {
    const [ada, bob] = fixture.twoPeople();
    const { friendRequest } = await fixture.requests.send(bob, ada);
    expect(await fixture.requests.send(ada, bob)).toEqual({
      created: false,
      friendRequest: { ...friendRequest, userId: bob, direction: 'incoming', status: 'accepted' },
    });
    const events = await fixture.eventsBetween(ada, bob);
    expect(typesOf(events)).toEqual(['friend_request_sent', 'friendship_started']);
    expect(events[1]).toMatchObject({
      payload: { userIds: [ada, bob], friendRequestId: friendRequest.id, version: 2 },
      recipients: [ada, bob],
    });
    for (const [me, other] of [
      [ada, bob],
      [bob, ada],
    ] as const) {
      await expect(fixture.requests.send(me, other)).rejects.toThrow(reason('ALREADY_FRIENDS'));
      expect(await fixture.friendships.areFriends(me, other)).toBe(true);
    }
  });

  it('is accepted by its recipient only, who may repeat it', async () => {
    const [ada, bob] = fixture.twoPeople();
    const { friendRequest } = await fixture.requests.send(ada, bob);
    for (const stranger of [ada, uuidv7()]) {
      await expect(fixture.requests.accept(stranger, friendRequest.id)).rejects.toThrow(
        reason('FRIEND_REQUEST_NOT_FOUND'),
      );
      await expect(fixture.requests.decline(stranger, friendRequest.id)).rejects.toThrow(
        reason('FRIEND_REQUEST_NOT_FOUND'),
      );
    }
    await expect(fixture.requests.accept(bob, uuidv7())).rejects.toThrow(reason('FRIEND_REQUEST_NOT_FOUND'));
    const accepted = await fixture.requests.accept(bob, friendRequest.id);
    expect(accepted).toMatchObject({ userId: ada, direction: 'incoming', status: 'accepted' });
    expect(await fixture.requests.accept(bob, friendRequest.id)).toEqual(accepted);
    await expect(fixture.requests.decline(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    await expect(fixture.requests.cancel(ada, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    expect(typesOf(await fixture.eventsBetween(ada, bob))).toEqual(['friend_request_sent', 'friendship_started']);
  });

  it('that was declined may be declined again, not accepted, and sent again by the other person only', async () => {
    const [ada, bob] = fixture.twoPeople();
    const { friendRequest } = await fixture.requests.send(ada, bob);
    const declined = await fixture.requests.decline(bob, friendRequest.id);
    expect(declined.status).toBe('declined');
    expect(await fixture.requests.decline(bob, friendRequest.id)).toEqual(declined);
    await expect(fixture.requests.accept(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    await expect(fixture.requests.send(ada, bob)).rejects.toThrow(reason('REQUEST_NOT_ALLOWED'));
    const again = await fixture.requests.send(bob, ada);
    expect(again).toMatchObject({ created: true, friendRequest: { direction: 'outgoing', status: 'pending' } });
    expect(again.friendRequest.id).not.toBe(friendRequest.id);
    await expect(fixture.requests.decline(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_FOUND'));
    const types = typesOf(await fixture.eventsBetween(ada, bob));
    expect(types).toEqual(['friend_request_sent', 'friend_request_declined', 'friend_request_sent']);
  });

  it('may be sent again 24 hours after it was declined', async () => {
    const [ada, bob] = fixture.twoPeople();
    const { friendRequest } = await fixture.requests.send(ada, bob);
    await fixture.requests.decline(bob, friendRequest.id);
    await fixture.database.sql.run(
      raw(`UPDATE pairs SET declined_at = declined_at - interval '24 hours' WHERE request_id = $1`, [friendRequest.id]),
    );
    expect((await fixture.requests.send(ada, bob)).created).toBe(true);
  });

  it.each([
    ['taken back', (me: string, _other: string, id: string) => fixture.requests.cancel(me, id)],
    [
      'ended by a block that is lifted at once',
      async (me: string, other: string) => {
        await fixture.blocks.block(me, other);
        await fixture.blocks.unblock(me, other);
      },
    ],
  ])('bothers the other at most five times a day, %s each time', async (_how, end) => {
    const [ada, bob] = fixture.twoPeople();
    const rounds = 12;
    let refused = 0;
    for (let round = 0; round < rounds; round++) {
      const sent = await fixture.requests.send(ada, bob).catch((error: unknown) => error as Error);
      if ('friendRequest' in sent) await end(ada, bob, sent.friendRequest.id);
      else refused += Number((sent as { reason?: string }).reason === 'RATE_LIMITED');
    }
    expect(refused).toBe(rounds - 5);
    expect(await fixture.eventsBetween(ada, bob)).toHaveLength(10);
    // The other is free to ask, and after a friendship the count starts anew.
    await fixture.friends(bob, ada);
    await fixture.friendships.remove(ada, bob);
    expect((await fixture.requests.send(ada, bob)).created).toBe(true);
  });

  it('is cancelled by its requester only, once', async () => {
    const [ada, bob] = fixture.twoPeople();
    const { friendRequest } = await fixture.requests.send(ada, bob);
    await expect(fixture.requests.cancel(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_FOUND'));
    await fixture.requests.cancel(ada, friendRequest.id);
    await expect(fixture.requests.cancel(ada, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    await expect(fixture.requests.accept(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    await expect(fixture.requests.decline(bob, friendRequest.id)).rejects.toThrow(reason('FRIEND_REQUEST_NOT_PENDING'));
    expect((await fixture.requests.send(ada, bob)).created).toBe(true);
    const events = await fixture.eventsBetween(ada, bob);
    expect(typesOf(events)).toEqual(['friend_request_sent', 'friend_request_cancelled', 'friend_request_sent']);
    expect(events.map(({ payload }) => payload.version)).toEqual([1, 2, 3]);
  });
});
