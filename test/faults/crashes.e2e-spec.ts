import { eventually } from '@messenger/testing';
import { APP_NAMES } from '@messenger/stack';
import { describe, expect } from 'vitest';
import { aChat, aPerson } from '../support/people.js';
import {
  FriendRequestLoad,
  historyOf,
  BackgroundLoad,
  MessageLoad,
  RegistrationLoad,
} from '../support/background-load.js';
import type { TestStack } from '../support/test-stack.js';
import { it } from '../support/stack-test.js';

describe('kill -9', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('of each app in turn, under load, loses and doubles nothing that was acknowledged', async ({ stack }) => {
    const { api } = stack;
    const chats = await Promise.all([aChat(api), aChat(api)]);
    const [lonely, ...others] = await Promise.all(Array.from({ length: 8 }, () => aPerson(api)));
    const writers = chats.flatMap(({ ada, grace, chatId }) =>
      [ada, grace].map((person) => new MessageLoad(person, chatId)),
    );
    const registrations = new RegistrationLoad(api);
    const friendRequestLoad = new FriendRequestLoad(lonely!, others);
    const load = new BackgroundLoad();
    for (const writer of writers) load.add(() => writer.sendOne());
    load.add(() => registrations.registerOne()).add(() => friendRequestLoad.requestOne());

    const everyoneGetsOn = async (): Promise<void> => {
      const counts = () =>
        [...writers, registrations, friendRequestLoad].map(({ acknowledged }) => acknowledged.length);
      const before = counts();
      await eventually(() => counts().forEach((count, index) => expect(count).toBeGreaterThan(before[index]! + 2)));
    };
    await everyoneGetsOn();
    for (const app of APP_NAMES) {
      await stack.apps[app].kill('SIGKILL');
      // Starting takes a core.
      load.restMs = 400;
      await stack.apps[app].start();
      load.restMs = 50;
      await everyoneGetsOn();
    }
    await load.stop();

    for (const { ada, chatId } of chats) {
      const history = await historyOf(ada, chatId);
      expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
      const acknowledged = writers
        .filter((writer) => writer.chatId === chatId)
        .flatMap((writer) => writer.acknowledged);
      expect(acknowledged.length).toBe(history.length);
      expect(new Set(acknowledged.map(identity))).toEqual(new Set(history.map(identity)));
    }
    const accounts = await stack.schema('auth-service').query<{ email: string }>('SELECT email FROM accounts');
    expect(accounts.map(({ email }) => email)).toEqual(expect.arrayContaining(registrations.acknowledged));
    const outgoing = await lonely!.api.get('/v1/friend-requests?direction=outgoing&pageSize=100');
    const { friendRequests } = outgoing.body as { friendRequests: { id: string }[] };
    expect(new Set(friendRequests.map(({ id }) => id))).toEqual(new Set(friendRequestLoad.acknowledged));

    await stack.everythingPublished();
    await expectOneEventAMessage(
      stack,
      chats.map(({ chatId }) => chatId),
    );
  }, 120_000);
});

function identity({ id, seq, clientMessageId }: { id: string; seq: number; clientMessageId: string }): string {
  return `${seq} ${id} ${clientMessageId}`;
}

async function expectOneEventAMessage(stack: TestStack, chatIds: string[]): Promise<void> {
  const wrong = await stack.schema('chat-service').query(
    `SELECT m.id, count(o.position) FROM messages m
     LEFT JOIN outbox o ON o.type = 'chat.message_sent.v1'
       AND o.payload ->> 'chatId' = m.chat_id::text AND (o.payload ->> 'seq')::bigint = m.seq
     WHERE m.chat_id = ANY ($1) GROUP BY m.id HAVING count(o.position) <> 1`,
    [chatIds],
  );
  expect(wrong).toEqual([]);
}
