import { raw } from '@messenger/database';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FriendshipProjectionRepository } from '../src/friendships/friendship-projection.repository.js';
import { pairOf } from '../src/friendships/pair.js';
import { anEventContext, chatFixture, type ChatFixture } from './chat-fixture.js';

describe('the projection of friendships', () => {
  let fixture: ChatFixture;

  beforeAll(async () => {
    fixture = await chatFixture();
  });
  afterAll(() => fixture.close());

  function pair() {
    const userIds = [...pairOf(uuidv7(), uuidv7())];
    const { friendshipEvents } = fixture.one;
    const started = (version: number, id?: string) =>
      friendshipEvents.friendshipStarted(
        { userIds, version, since: new Date(), friendRequestId: uuidv7() },
        anEventContext(id),
      );
    const ended = (version: number, id?: string) =>
      friendshipEvents.friendshipEnded({ userIds, version }, anEventContext(id));
    const friends = () =>
      new FriendshipProjectionRepository().areFriends(fixture.database.sql, pairOf(userIds[0] ?? '', userIds[1] ?? ''));
    return { userIds, started, ended, friends };
  }

  it('follows the events of subscriber-service', async () => {
    const { started, ended, friends } = pair();
    expect(await friends()).toBe(false);
    await started(2);
    expect(await friends()).toBe(true);
    await ended(3);
    expect(await friends()).toBe(false);
  });

  it('drops what is older than what it holds', async () => {
    const { started, ended, friends } = pair();
    await ended(5);
    await started(4);
    expect(await friends()).toBe(false);
    await started(6);
    await ended(5);
    expect(await friends()).toBe(true);
  });

  it('settles on the newest whatever the order of concurrent deliveries', async () => {
    const { started, ended, friends } = pair();
    const deliveries = Array.from({ length: 20 }, (_, n) => n + 1).sort(() => Math.random() - 0.5);
    await Promise.all(deliveries.map((version) => (version % 2 === 0 ? started(version) : ended(version))));
    expect(await friends()).toBe(true);
  });

  describe('is compared with subscriber-service', () => {
    /** What subscriber-service has of the pair; whatever else it is asked for is as the projection has it. */
    function source(userIds: string[], friends: boolean, version: number, meanwhile?: () => Promise<void>) {
      fixture.one.neighbours.compare = async ({ friendships }) => {
        const said = friendships.filter(({ userLow }) => userLow === userIds[0]);
        const corrections = said
          .filter((each) => each.friends !== friends)
          .map((each) => ({ ...each, friends, version }));
        await meanwhile?.();
        return { corrections };
      };
    }

    it('so that the loss of an end is made good', async () => {
      const { userIds, started, friends } = pair();
      await started(2);
      source(userIds, false, 3);
      await fixture.one.reconciliation.run();
      expect(await friends()).toBe(false);
    });

    it('so that the loss of a start is made good', async () => {
      const { userIds, ended, friends } = pair();
      await ended(2);
      source(userIds, true, 3);
      await fixture.one.reconciliation.run();
      expect(await friends()).toBe(true);
    });

    it('also where that has been restored from a backup, and later events count again', async () => {
      const { userIds, started, ended, friends } = pair();
      await started(7);
      source(userIds, false, 1);
      await fixture.one.reconciliation.run();
      expect(await friends()).toBe(false);
      await started(2);
      expect(await friends()).toBe(true);
      await ended(3);
      expect(await friends()).toBe(false);
    });

    it('and keeps what an event has brought meanwhile', async () => {
      const { userIds, started, ended, friends } = pair();
      await ended(1);
      await started(2);
      source(userIds, false, 1, () => started(4));
      await fixture.one.reconciliation.run();
      expect(await friends()).toBe(true);
    });

    it('and is as it was where that is away', async () => {
      const { started, friends } = pair();
      await started(2);
      fixture.one.neighbours.compare = undefined;
      await fixture.one.reconciliation.run();
      expect(await friends()).toBe(true);
    });

    it('page by page, and again from the start', async () => {
      const compared: string[] = [];
      await fixture.database.sql.run(
        raw(`INSERT INTO friendships (user_low, user_high, friends, version)
             SELECT gen_random_uuid(), 'ffffffff-ffff-ffff-ffff-ffffffffffff', true, 1 FROM generate_series(1, 501)`),
      );
      const all = (await fixture.database.sql.run(raw('SELECT FROM friendships'))).length;
      fixture.other.neighbours.compare = ({ friendships }) => {
        expect(friendships.length).toBeLessThanOrEqual(500);
        compared.push(...friendships.map(({ userLow, userHigh }) => `${userLow} ${userHigh}`));
        return Promise.resolve({ corrections: [] });
      };
      while (compared.length < all) await fixture.other.reconciliation.run();
      expect(new Set(compared).size).toBe(all);
      await fixture.other.reconciliation.run();
      expect(compared[all]).toBe(compared[0]);
    });
  });

  it('takes a redelivered event once', async () => {
    const { started, ended, friends } = pair();
    const id = uuidv7();
    await started(1, id);
    await ended(2, id);
    expect(await friends()).toBe(true);
  });
});
