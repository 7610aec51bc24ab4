import { eventually } from '@messenger/testing';
import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { aChat } from '../support/people.js';
import { EventTap, withoutRepeats } from '../support/event-tap.js';
import { BackgroundLoad, MessageLoad, RegistrationLoad } from '../support/background-load.js';
import { insertEvents, type HandWrittenEvent, type Schema } from '../support/schema.js';
import type { TestStack } from '../support/test-stack.js';
import { it } from '../support/stack-test.js';

const EVENTS = 300;

/** An event by each service that has consequences for nobody. */
const HARMLESS = {
  'chat-service': () => anEvent('chat.read.v1', { chatId: randomUUID(), userId: randomUUID(), seq: 1 }),
  'auth-service': () => anEvent('auth.session_revoked.v1', { userId: randomUUID(), sessionId: randomUUID() }),
};

describe('the outbox relay', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('that is killed between publishing and marking repeats events, and skips none', async ({ stack }) => {
    const schema = stack.schema('chat-service');
    const { published: before } = await schema.everythingPublished();
    const tap = await EventTap.open(stack.amqpUrl, 'chat.#');

    const gate = await schema.begin();
    await gate.query(`SELECT FROM outbox_head WHERE name = 'published' FOR UPDATE`);
    await insertEvents(schema, Array.from({ length: EVENTS }, HARMLESS['chat-service']));
    await eventually(async () => expect((await schema.heads()).written).toBe(before + EVENTS));
    // From here on a relay can lock the head and publish, and waits when it marks.
    const marking = await schema.begin();
    await marking.query('LOCK TABLE outbox_head IN SHARE MODE');
    await gate.rollback();
    await eventually(async () => expect((await tap.read()).length).toBeGreaterThan(0));
    await schema.somebodyWaits();
    await stack.apps['chat-service'].kill('SIGKILL');
    await marking.rollback();
    const { length: unmarked } = await tap.read();
    expect(await schema.heads()).toEqual({ written: before + EVENTS, published: before });

    await stack.apps['chat-service'].start();
    await schema.everythingPublished();
    await eventually(async () => expect((await tap.read()).length).toBe(EVENTS + unmarked));
    expect(withoutRepeats(await tap.read())).toEqual(await schema.eventsAfter(before));
    await tap.close();
  });

  it.for(['chat-service', 'auth-service'] as const)(
    'in two instances of %s publishes by position, under load, what commits in another order than it began',
    async (app, { stack }) => {
      const schema = stack.schema(app);
      const write = await writerFor(stack, app);
      const second = await stack.startSecond(app);
      const { published: before } = await schema.everythingPublished();
      const tap = await EventTap.open(stack.amqpUrl, `${app.split('-')[0]}.#`);

      const load = new BackgroundLoad().add(write).add(write);
      // A backlog keeps both relays at work at the same time.
      const backlog = Array.from({ length: 10 }, () =>
        insertEvents(schema, Array.from({ length: EVENTS }, HARMLESS[app])),
      );
      for (let round = 0; round < 10; round++) await commitInTheOtherOrder(schema, app);
      await Promise.all(backlog);
      await load.stop();
      await schema.everythingPublished();
      const published = await schema.eventsAfter(before);
      expect(published.map(({ position }) => position)).toEqual(published.map((_, index) => before + index + 1));
      expect(published.length).toBeGreaterThan(10 * EVENTS + 20);
      await eventually(async () => expect(withoutRepeats(await tap.read())).toEqual(published));
      // They take turns: repeats are for crashes and for a broker that is slow to confirm.
      expect((await tap.read()).length).toBeLessThan(published.length * 1.2);
      await tap.close();
      await second.stop();
    },
  );
});

/** The first to begin writes its event, and commits, when that of the second has long been published. */
async function commitInTheOtherOrder(schema: Schema, app: keyof typeof HARMLESS): Promise<void> {
  const [early, late] = [HARMLESS[app](), HARMLESS[app]()];
  const [first, second] = await Promise.all([schema.begin(), schema.begin()]);
  await first.query('SELECT pg_current_xact_id()');
  await insertEvents(second, [late]);
  await second.commit();
  await published(schema, late);
  await insertEvents(first, [early]);
  await first.commit();
  await published(schema, early);
  const rows = await schema.query<{ id: string }>(
    'SELECT event_id AS id FROM outbox WHERE event_id = ANY ($1) ORDER BY position',
    [[early.id, late.id]],
  );
  expect(rows.map(({ id }) => id)).toEqual([late.id, early.id]);
}

async function published(schema: Schema, { id }: HandWrittenEvent): Promise<void> {
  await eventually(async () => {
    const rows = await schema.query(
      `SELECT FROM outbox o, outbox_head h WHERE o.event_id = $1 AND h.name = 'published' AND o.position <= h.position`,
      [id],
    );
    expect(rows.length).toBe(1);
  });
}

async function writerFor({ api }: TestStack, app: keyof typeof HARMLESS): Promise<() => Promise<void>> {
  if (app === 'auth-service') {
    const registrations = new RegistrationLoad(api);
    return () => registrations.registerOne();
  }
  const { ada, chatId } = await aChat(api);
  const writer = new MessageLoad(ada, chatId);
  return () => writer.sendOne();
}

function anEvent(type: string, payload: object): HandWrittenEvent {
  return { id: randomUUID(), type, payload };
}
