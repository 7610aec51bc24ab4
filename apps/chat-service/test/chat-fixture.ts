import { DomainError, UnavailableError } from '@messenger/errors';
import { Database } from '@messenger/database';
import type { RpcClient } from '@messenger/grpc';
import type { CompareFriendshipsRequest, CompareFriendshipsResponse, SubscriberService } from '@messenger/proto';
import { type EventContext } from '@messenger/events';
import { Inbox, type LoggedEventRow } from '@messenger/outbox';
import { ConsumerLag } from '@messenger/rabbitmq';
import { openPool, testDatabase, type TestDatabase, unconnectedOutbox } from '@messenger/testing';
import { v7 as uuidv7 } from 'uuid';
import { ChatsRepository } from '../src/chats/chats.repository.js';
import { ChatsService } from '../src/chats/chats.service.js';
import { ReadPositions } from '../src/chats/read-positions.js';
import { FriendshipEventsController } from '../src/friendships/friendship-events.controller.js';
import { FriendshipProjectionRepository } from '../src/friendships/friendship-projection.repository.js';
import { FriendshipReconciliation } from '../src/friendships/friendship-reconciliation.js';
import { FriendshipCheckService } from '../src/friendships/friendship-check.service.js';
import { pairOf } from '../src/friendships/pair.js';
import { MessagePayloads } from '../src/messages/message-payloads.js';
import { MessagesRepository } from '../src/messages/messages.repository.js';
import { MessagesService } from '../src/messages/messages.service.js';
import { db } from '../src/database.js';
import { migrations } from '../src/migrations/migrations.js';
import type { Quotas } from '../src/quotas/quotas.js';
import { UsageLedger } from '../src/quotas/usage-ledger.js';
import { UsageRepository } from '../src/quotas/usage.repository.js';
import { SendingRepository } from '../src/sending/sending.repository.js';
import { SentTextHash } from '../src/sending/sent-text-hash.js';
import { SendingService } from '../src/sending/sending.service.js';

const SENT_TEXT_HASH = new SentTextHash(Buffer.alloc(32, 'secret'));

/** Stands for subscriber-service and for the connection to the broker. */
export class FakeNeighbours {
  writable = true;
  lag = new ConsumerLag();
  /** Undefined: does not answer. */
  friends: boolean | undefined;
  /** What subscriber-service has, where it is asked for many; undefined: it does not answer. */
  compare: RpcClient<SubscriberService>['compareFriendships'] | undefined;
  asked = 0;

  compareFriendships(request: CompareFriendshipsRequest): Promise<CompareFriendshipsResponse> {
    return this.compare?.(request) ?? Promise.reject(new UnavailableError('unreachable'));
  }

  checkFriendship(): Promise<{ friends: boolean }> {
    this.asked++;
    return this.friends === undefined
      ? Promise.reject(new Error('unreachable'))
      : Promise.resolve({ friends: this.friends });
  }
}

const AMPLE: Quotas = { messagesPerDay: 1e6, bytesPerDay: 1e9, editsPerMessage: 1e3 };

/** One instance of chat-service's rules, on a pool of its own. */
export class Instance {
  readonly neighbours = new FakeNeighbours();
  readonly chats: ChatsService;
  readonly messages: MessagesService;
  readonly sending: SendingService;
  readonly friendshipEvents: FriendshipEventsController;
  readonly reconciliation: FriendshipReconciliation;
  readonly usage: UsageLedger;

  constructor(
    readonly database: Database,
    quotas: Quotas = AMPLE,
  ) {
    const outbox = unconnectedOutbox(database);
    const [chats, projection] = [new ChatsRepository(), new FriendshipProjectionRepository()];
    const friendships = new FriendshipCheckService(this.neighbours, this.neighbours);
    const reads = new ReadPositions(database, outbox, chats);
    this.chats = new ChatsService(database, chats, reads, friendships, projection);
    this.usage = new UsageLedger(database, new UsageRepository(), quotas);
    this.messages = new MessagesService(
      ...([database, outbox, chats, new MessagesRepository(), friendships] as const),
      ...([this.usage, quotas] as const),
    );
    this.sending = new SendingService(
      database,
      outbox,
      new SendingRepository(),
      friendships,
      this.usage,
      SENT_TEXT_HASH,
    );
    this.reconciliation = new FriendshipReconciliation(database, projection, this.neighbours);
    this.friendshipEvents = new FriendshipEventsController(new Inbox(database), projection);
  }
}

export interface ChatFixture {
  database: TestDatabase;
  one: Instance;
  /** Another process on the same database. */
  other: Instance;
  close(): Promise<void>;
}

export async function chatFixture(): Promise<ChatFixture> {
  const database = await testDatabase('chat-service', migrations);
  const pool = openPool(database.runtimeUrl, 'chat');
  const other = new Instance(new Database(pool));
  const close = async () => {
    await pool.end();
    await database.close();
  };
  return { database, one: new Instance(database.sql), other, close };
}

export interface Friends {
  chatId: string;
  ada: string;
  grace: string;
}

/** Two friends, as the projection knows, with a chat. */
export async function friendsWithChat({ database, one }: ChatFixture): Promise<Friends> {
  const [ada, grace] = [uuidv7(), uuidv7()];
  await setFriends(database, ada, grace, true);
  const { chat } = await one.chats.openDirectChat({ userId: grace }, ada);
  return { chatId: chat?.id ?? '', ada, grace };
}

/** As if an event had said so. */
export async function setFriends({ sql }: TestDatabase, a: string, b: string, friends: boolean): Promise<void> {
  const [userLow, userHigh] = pairOf(a, b);
  await sql.run(
    db
      .insertInto('friendships')
      .values({ userLow, userHigh, friends, version: 1 })
      .onConflict((conflict) =>
        conflict
          .columns(['userLow', 'userHigh'])
          .doUpdateSet((eb) => ({ friends, version: eb('friendships.version', '+', 1) })),
      ),
  );
}

export interface LoggedEvent {
  type: string;
  recipientIds: string[];
  requestId: string | null;
  payload: { message?: { id: string; seq: number; text?: string }; seq?: number; userId?: string };
}

/** The log of a chat in its order, as its people read it. */
export async function eventsOf({ sql }: TestDatabase, chatId: string): Promise<LoggedEvent[]> {
  const rows = await outboxRowsOf({ sql }, chatId);
  const events = await new MessagePayloads().read(sql, rows);
  return events.map((event, index) => ({
    type: event.type,
    recipientIds: rows[index]?.recipientIds ?? [],
    requestId: rows[index]?.requestId ?? null,
    payload: JSON.parse(event.payload) as LoggedEvent['payload'],
  }));
}

type OutboxRow = LoggedEventRow & Pick<LoggedEvent, 'recipientIds' | 'requestId'>;

/** The same as the database holds it. */
export function outboxRowsOf({ sql }: Pick<TestDatabase, 'sql'>, chatId: string): Promise<OutboxRow[]> {
  return sql.run(
    db
      .selectFrom('outbox')
      .select(['eventId as id', 'type', 'createdAt as time', 'position', 'recipientIds', 'requestId'])
      .select((eb) => eb.cast<string>('payload', 'text').as('payload'))
      .where('subject', '=', chatId)
      .orderBy('position')
      .$castTo<OutboxRow>(),
  );
}

export function anEventContext(id: string = uuidv7()): EventContext {
  return { id } as EventContext;
}

/** What a promise rejects with, by its reason. */
export async function reasonOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error instanceof DomainError ? error.reason : String(error);
  }
}
