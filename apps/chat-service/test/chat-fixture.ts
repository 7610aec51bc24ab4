import { DomainError } from '@messenger/errors';
import { Database } from '@messenger/database';
import { type EventContext } from '@messenger/events';
import { Inbox, OutboxSignal } from '@messenger/outbox';
import { openPool, testDatabase, type TestDatabase } from '@messenger/testing';
import type { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ChatsRepository } from '../src/chats/chats.repository.js';
import { ChatsService } from '../src/chats/chats.service.js';
import { FriendshipEventsController } from '../src/friendships/friendship-events.controller.js';
import { FriendshipsRepository } from '../src/friendships/friendships.repository.js';
import { FriendshipsService } from '../src/friendships/friendships.service.js';
import { pairOf } from '../src/friendships/pair.js';
import { MessagesRepository } from '../src/messages/messages.repository.js';
import { MessagesService } from '../src/messages/messages.service.js';
import { migrations } from '../src/migrations/migrations.js';
import { SendingRepository } from '../src/sending/sending.repository.js';
import { SendingService } from '../src/sending/sending.service.js';

/** Stands for subscriber-service and for the connection to the broker. */
export class FakeSurroundings {
  connected = true;
  /** Undefined: does not answer. */
  friends: boolean | undefined;
  asked = 0;

  checkFriendship(): Promise<{ friends: boolean }> {
    this.asked++;
    return this.friends === undefined
      ? Promise.reject(new Error('unreachable'))
      : Promise.resolve({ friends: this.friends });
  }
}

/** One instance of chat-service's rules, on a pool of its own. */
export class Instance {
  readonly surroundings = new FakeSurroundings();
  readonly chats: ChatsService;
  readonly messages: MessagesService;
  readonly sending: SendingService;
  readonly friendshipEvents: FriendshipEventsController;

  constructor(readonly database: Database) {
    const [chats, messages, projection] = [
      new ChatsRepository(),
      new MessagesRepository(),
      new FriendshipsRepository(),
    ];
    const friendships = new FriendshipsService(this.surroundings, this.surroundings);
    this.chats = new ChatsService(transactions, chats, messages, friendships, projection);
    this.messages = new MessagesService(transactions, chats, messages, friendships);
    this.sending = new SendingService(transactions, new SendingRepository(), friendships);
    this.friendshipEvents = new FriendshipEventsController(new Inbox(transactions), projection);
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
  const pool: DataSource = await openPool(database.runtimeUrl, 'chat');
  const other = new Instance(new Database(pool, new OutboxSignal()));
  const close = async () => {
    await pool.destroy();
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

/** As if an event had told it. */
export async function setFriends(
  { transactions }: TestDatabase,
  a: string,
  b: string,
  friends: boolean,
): Promise<void> {
  await transactions.query(
    `INSERT INTO friendships AS f (user_low, user_high, friends, version) VALUES ($1, $2, $3, 1)
     ON CONFLICT (user_low, user_high) DO UPDATE SET friends = $3, version = f.version + 1`,
    [...pairOf(a, b), friends],
  );
}

export interface LoggedEvent {
  type: string;
  recipientIds: string[];
  payload: { message?: { id: string; seq: number; text?: string }; seq?: number; userId?: string };
}

/** The outbox of a chat, in the order in which it will be numbered. */
export function eventsOf({ transactions }: TestDatabase, chatId: string): Promise<LoggedEvent[]> {
  return transactions.query<LoggedEvent>(
    `SELECT type, recipient_ids AS "recipientIds", payload FROM outbox WHERE subject = $1 ORDER BY id`,
    [chatId],
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
