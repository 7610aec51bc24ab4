import { raw } from '@messenger/database';
import { DomainError, USER_REASONS } from '@messenger/errors';
import { testDatabase, unconnectedOutbox } from '@messenger/testing';
import { v7 as uuidv7 } from 'uuid';
import { BlocksRepository } from '../src/blocks/blocks.repository.js';
import { BlocksService } from '../src/blocks/blocks.service.js';
import { FriendRequestsRepository } from '../src/friend-requests/friend-requests.repository.js';
import { FriendRequestsService } from '../src/friend-requests/friend-requests.service.js';
import { FriendshipsRepository } from '../src/friendships/friendships.repository.js';
import { FriendshipsService } from '../src/friendships/friendships.service.js';
import { db } from '../src/database.js';
import { migrations } from '../src/migrations/migrations.js';
import { PairsRepository } from '../src/pairs/pairs.repository.js';
import { PeopleService } from '../src/people/people.service.js';

export interface PairEvent {
  type: string;
  payload: { version: number; [field: string]: unknown };
  recipients: string[];
}

/** Real: PostgreSQL, the run-time role, the pool. Faked: user-service, which knows all but `nobodies`. */
export async function friendsOnRealPostgres() {
  const database = await testDatabase('subscriber-service', migrations);
  const { sql } = database;
  const outbox = unconnectedOutbox(database.sql);
  const nobodies = new Set<string>();
  const userService = {
    calls: 0,
    getUser: ({ userId }: { userId: string }) => {
      userService.calls++;
      return nobodies.has(userId)
        ? Promise.reject(new DomainError(USER_REASONS.USER_NOT_FOUND, ''))
        : Promise.resolve({ user: undefined });
    },
  };
  const pairs = new PairsRepository();
  const people = new PeopleService(sql, pairs, userService);
  const requests = new FriendRequestsService(sql, outbox, pairs, new FriendRequestsRepository(), people);
  const friendships = new FriendshipsService(sql, outbox, pairs, new FriendshipsRepository());
  const blocks = new BlocksService(sql, outbox, pairs, new BlocksRepository(), people);

  return {
    database,
    nobodies,
    userService,
    requests,
    friendships,
    blocks,

    /** Two people, the smaller id first. */
    twoPeople: (): [string, string] => [uuidv7(), uuidv7()].sort() as [string, string],

    async friends(one: string, other: string): Promise<string> {
      await requests.send(one, other);
      const { friendRequest } = await requests.send(other, one);
      return friendRequest.id;
    },

    eventsBetween: (one: string, other: string) =>
      sql.run(
        raw<PairEvent>(
          `SELECT type, payload, recipient_ids AS recipients FROM outbox WHERE subject = $1 ORDER BY position`,
          [[one, other].sort().join(':')],
        ),
      ),

    pairsOf: (person: string) =>
      sql.run(
        db
          .selectFrom('pairs')
          .select('state')
          .where((eb) => eb.or([eb('userLow', '=', person), eb('userHigh', '=', person)])),
      ),
  };
}

export function typesOf(events: PairEvent[]): string[] {
  return events.map(({ type }) => type.replace(/^subscriber\.|\.v1$/g, ''));
}
