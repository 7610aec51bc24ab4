import type { EventContext } from '@messenger/events';
import { Inbox } from '@messenger/outbox';
import { rowsMentioning, unconnectedOutbox } from '@messenger/testing';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PairErasureEventsController } from '../src/erasure/pair-erasure-events.controller.js';
import { PairErasureService } from '../src/erasure/pair-erasure.service.js';
import { PairsRepository } from '../src/pairs/pairs.repository.js';
import { friendsOnRealPostgres, typesOf } from './friends.js';

const notFound = expect.objectContaining({ reason: 'USER_NOT_FOUND' }) as Error;

let fixture: Awaited<ReturnType<typeof friendsOnRealPostgres>>;
let erasures: PairErasureEventsController;

beforeAll(async () => {
  fixture = await friendsOnRealPostgres();
  const { sql } = fixture.database;
  erasures = new PairErasureEventsController(
    new Inbox(sql),
    new PairErasureService(unconnectedOutbox(sql), new PairsRepository()),
  );
});
afterAll(() => fixture.database.close());

const erase = (userId: string, erasureId: string = uuidv7()) =>
  erasures.accountDeleted({ userId, erasureId, keepMessages: false }, { id: uuidv7() } as EventContext);

describe('the erasure of a person', () => {
  it('ends every friendship, request and block, and tells the others alone', async () => {
    const [me, friend] = fixture.twoPeople();
    const [asked, asking, blocked, blocking, declined] = Array.from({ length: 5 }, () => uuidv7());
    await fixture.friends(me, friend);
    await fixture.requests.send(me, asked!);
    await fixture.requests.send(asking!, me);
    await fixture.blocks.block(me, blocked!);
    await fixture.blocks.block(blocking!, me);
    const { friendRequest } = await fixture.requests.send(me, declined!);
    await fixture.requests.decline(declined!, friendRequest.id);
    await erase(me);

    expect(await fixture.pairsOf(me)).toEqual([]);
    const told = [friend, asked!, asking!, blocked!, blocking!, declined!].map(async (other) => {
      const events = await fixture.eventsBetween(me, other);
      return typesOf(events).map((type, index) => `${type} to ${events[index]?.recipients.join()}`);
    });
    expect(await Promise.all(told)).toEqual([
      [`friendship_ended to ${friend}`],
      [`friend_request_cancelled to ${asked}`],
      [`friend_request_cancelled to ${asking}`],
      [],
      [],
      [],
    ]);
  });

  it('leaves the id alone, and in what ended for the others', async () => {
    const [me, friend] = fixture.twoPeople();
    await fixture.friends(me, friend);
    await erase(me);
    const tables = (await rowsMentioning(fixture.database.sql, me)).map((row) => row.split(':')[0]);
    expect(tables).toEqual(['erased_users', 'outbox']);
  });

  it('repeated, or of somebody without friends, changes nothing more', async () => {
    const [me, friend] = fixture.twoPeople();
    await fixture.friends(me, friend);
    const erasureId = uuidv7();
    for (let n = 0; n < 3; n++) await erase(me, erasureId);
    await erase(uuidv7());
    expect(typesOf(await fixture.eventsBetween(me, friend))).toEqual(['friendship_ended']);
    expect(await rowsMentioning(fixture.database.sql, erasureId)).toHaveLength(3);
  });

  it('lets nobody ask or block the person later, nor the person anybody', async () => {
    const [me, other] = fixture.twoPeople();
    await erase(me);
    await expect(fixture.requests.send(other, me)).rejects.toThrow(notFound);
    await expect(fixture.requests.send(me, other)).rejects.toThrow(notFound);
    await expect(fixture.blocks.block(other, me)).rejects.toThrow(notFound);
    expect(await fixture.pairsOf(me)).toEqual([]);
  });

  it('and requests at the same time leave nothing between the two, whoever is first', async () => {
    for (let round = 0; round < 10; round++) {
      const [me, other] = fixture.twoPeople();
      const requests = [fixture.requests.send(me, other), fixture.requests.send(other, me)];
      await Promise.all([...requests.map((request) => request.catch(() => undefined)), erase(me)]);
      expect(await fixture.pairsOf(me), `round ${round}`).toEqual([]);
    }
  });
});
