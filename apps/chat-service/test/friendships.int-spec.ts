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
    return { started, ended, friends };
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

  it('takes a redelivered event once', async () => {
    const { started, ended, friends } = pair();
    const id = uuidv7();
    await started(1, id);
    await ended(2, id);
    expect(await friends()).toBe(true);
  });
});
