import { APP_NAMES } from '@messenger/stack';
import { beforeEach, expect, it } from 'vitest';
import { aChat, aPerson } from '../support/people.js';
import { eventually } from '../support/eventually.js';
import { Asker, historyOf, Load, MessageWriter, Registrar } from '../support/load.js';
import type { World } from '../support/world.js';

export function crashes(given: () => World): void {
  beforeEach(() => given().whole());

  it('kill -9 of each app in turn, under load, loses nothing acknowledged and doubles nothing', async () => {
    const world = given();
    const { api, stack } = world;
    const chats = await Promise.all([aChat(api), aChat(api)]);
    const [lonely, ...others] = await Promise.all(Array.from({ length: 8 }, () => aPerson(api)));
    const writers = chats.flatMap(({ ada, grace, chatId }) =>
      [ada, grace].map((person) => new MessageWriter(person, chatId)),
    );
    const registrar = new Registrar(api);
    const asker = new Asker(lonely!, others);
    const load = new Load();
    for (const writer of writers) load.add(() => writer.sendOne());
    load.add(() => registrar.registerOne()).add(() => asker.askOne());

    const everyoneGetsOn = async (): Promise<void> => {
      const counts = () => [...writers, registrar, asker].map(({ acknowledged }) => acknowledged.length);
      const before = counts();
      await eventually(() => counts().forEach((count, index) => expect(count).toBeGreaterThan(before[index]! + 2)));
    };
    await everyoneGetsOn();
    for (const app of APP_NAMES) {
      await stack.apps[app].kill('SIGKILL');
      // Starting takes a core.
      load.rest = 400;
      await stack.apps[app].start();
      load.rest = 50;
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
    const accounts = await world.schema('auth-service').query<{ email: string }>('SELECT email FROM accounts');
    expect(accounts.map(({ email }) => email)).toEqual(expect.arrayContaining(registrar.acknowledged));
    const outgoing = await lonely!.api.get('/v1/friend-requests?direction=outgoing&pageSize=100');
    const { friendRequests } = outgoing.body as { friendRequests: { id: string }[] };
    expect(new Set(friendRequests.map(({ id }) => id))).toEqual(new Set(asker.acknowledged));

    await world.everythingPublished();
    await expectOneEventAMessage(
      world,
      chats.map(({ chatId }) => chatId),
    );
  }, 120_000);
}

function identity({ id, seq, clientMessageId }: { id: string; seq: number; clientMessageId: string }): string {
  return `${seq} ${id} ${clientMessageId}`;
}

async function expectOneEventAMessage(world: World, chatIds: string[]): Promise<void> {
  const wrong = await world.schema('chat-service').query(
    `SELECT m.id, count(o.id) FROM messages m
     LEFT JOIN outbox o ON o.type = 'chat.message_sent.v1' AND o.payload -> 'message' ->> 'id' = m.id::text
     WHERE m.chat_id = ANY ($1) GROUP BY m.id HAVING count(o.id) <> 1`,
    [chatIds],
  );
  expect(wrong).toEqual([]);
}
