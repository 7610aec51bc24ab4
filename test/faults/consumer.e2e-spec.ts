import { eventually } from '@messenger/testing';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { EVENTS_EXCHANGE, listDeadLetters } from '@messenger/rabbitmq';
import { inheritedEnv } from '@messenger/stack';
import { connect } from 'amqplib';
import pg from 'pg';
import { describe, expect } from 'vitest';
import { anAdminOf } from '../support/administrators.js';
import { aPerson, makeFriends, type Person } from '../support/people.js';
import { commitEvents, type HandWrittenEvent } from '../support/schema.js';
import { it } from '../support/stack-test.js';
import type { TestStack } from '../support/test-stack.js';

const USER_REGISTERED = 'auth.user_registered.v1';

/** Registrations of which only the event exists: nobody but its consumer makes their profiles. */
describe('an event consumer', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('that is killed in the middle of a handler handles every event once', async ({ stack }) => {
    const users = stack.schema('user-service');
    const registrations = Array.from({ length: 50 }, aRegistration);
    const gate = await users.begin();
    await gate.query('LOCK TABLE profiles IN SHARE MODE');
    await commitEvents(stack.schema('auth-service'), registrations);
    await users.somebodyWaits();
    await stack.apps['user-service'].kill('SIGKILL');
    await gate.rollback();
    expect(await profilesOf(stack, registrations)).toBe(0);

    await stack.apps['user-service'].start();
    await eventually(async () => expect(await profilesOf(stack, registrations)).toBe(registrations.length));
    expect(await users.countHandled(registrations.map(({ id }) => id))).toBe(registrations.length);
    expect(await stack.metrics('user-service')).toMatch(
      /^events_redelivered_total\{type="auth.user_registered.v1"\} [1-9]/m,
    );
  });

  it('lets nobody write for long to who has removed or blocked them, though the event of it was lost', async ({
    stack,
  }) => {
    const ends = [
      (me: Person, { id }: Person) => me.api.delete(`/v1/friends/${id}`),
      (me: Person, { id }: Person) => me.api.put(`/v1/blocks/${id}`),
    ];
    for (const end of ends) {
      const [ada, grace] = await Promise.all([aPerson(stack.api), aPerson(stack.api)]);
      await makeFriends(ada, grace);
      const { body: chat } = await ada.api.post('/v1/chats/direct', { userId: grace.id });
      await end(ada, grace);
      await eventually(async () => expect(await takeBackEnd(stack, ada, grace)).toBe(1));
      await eventually(
        async () => expect((await grace.api.post(`/v1/chats/${chat.id}/messages`, { text: 'hello' })).status).toBe(403),
        60_000,
      );
    }
    expect(await stack.metrics('chat-service')).toMatch(/^friendships_corrected_total [1-9]/m);
  });

  it('moves a poison message to the dead letters while the next ones flow, and handles it when it is replayed', async ({
    stack,
  }) => {
    const { amqpUrl } = stack;
    const [notJson, nobody, refused] = [randomUUID(), randomUUID(), aRegistration()];
    const owner = new pg.Client({ connectionString: stack.ownerUrl('user-service') });
    await owner.connect();
    await owner.query(`ALTER TABLE profiles ADD CONSTRAINT test_refused CHECK (id <> '${refused.payload.userId}')`);
    await publish(amqpUrl, notJson, 'not JSON');
    await publish(amqpUrl, nobody, '{"registeredAt":"2026-01-01T00:00:00Z"}');
    await commitEvents(stack.schema('auth-service'), [refused]);

    const next = Array.from({ length: 20 }, aRegistration);
    await commitEvents(stack.schema('auth-service'), next);
    await eventually(async () => expect(await profilesOf(stack, next)).toBe(next.length), 4_000);
    // No version could read the first; of the others a handler has to fail five times.
    expect((await listDeadLetters(amqpUrl, 'user-service')).map(({ id }) => id)).toEqual([notJson]);

    await eventually(async () => {
      const letters = await listDeadLetters(amqpUrl, 'user-service');
      expect(letters.map(({ id, attempts }) => `${id} ${attempts}`).sort()).toEqual(
        [`${notJson} 1`, `${nobody} 5`, `${refused.id} 5`].sort(),
      );
    });
    // Counted every two seconds.
    await eventually(async () => expect(await stack.metrics('user-service')).toMatch(/^events_dead_letters 3$/m));
    const admin = await anAdminOf(stack);
    const { body: shown } = await admin.api.get('/v1/admin/dead-letters');
    expect(shown.deadLetters).toContainEqual(
      expect.objectContaining({ service: 'user-service', id: refused.id, type: USER_REGISTERED, attempts: 5 }),
    );
    const listed = await deadLettersCommand(stack, 'list', '--service', 'user-service');
    for (const id of [notJson, nobody, refused.id]) expect(listed).toContain(id);

    await owner.query('ALTER TABLE profiles DROP CONSTRAINT test_refused');
    await owner.end();
    const replayed = await admin.api.post('/v1/admin/dead-letters/replay', { eventId: refused.id });
    expect([replayed.status, replayed.body]).toEqual([200, { replayed: 1, unavailable: [] }]);
    const { body: log } = await admin.api.get('/v1/admin/audit-log');
    const act = { action: 'replay_dead_letter', adminId: admin.id, targetId: refused.id };
    expect(log.entries).toContainEqual(expect.objectContaining(act));
    await eventually(async () => expect(await profilesOf(stack, [refused])).toBe(1));
    expect(await deadLettersCommand(stack, 'replay', '--service', 'user-service')).toContain('2 replayed');
    await eventually(async () => {
      const letters = await listDeadLetters(amqpUrl, 'user-service');
      expect(letters).toMatchObject([{ id: notJson, attempts: 1 }]);
    });
  });

  async function profilesOf(stack: TestStack, registrations: Registration[]): Promise<number> {
    const ids = registrations.map(({ payload }) => payload.userId);
    return (await stack.schema('user-service').query('SELECT id FROM profiles WHERE id = ANY ($1)', [ids])).length;
  }
});

type Registration = HandWrittenEvent & { payload: { userId: string } };

function aRegistration(): Registration {
  return { id: randomUUID(), type: USER_REGISTERED, payload: { userId: randomUUID() }, ageSeconds: 10 };
}

async function publish(amqpUrl: string, messageId: string, body: string): Promise<void> {
  const connection = await connect(amqpUrl);
  const channel = await connection.createConfirmChannel();
  channel.publish(EVENTS_EXCHANGE, USER_REGISTERED, Buffer.from(body), {
    persistent: true,
    messageId,
    type: USER_REGISTERED,
  });
  await channel.waitForConfirms();
  await connection.close();
}

/** Leaves the projection as if the event of the end had not come; resolves with how many pairs had ended. */
async function takeBackEnd(stack: TestStack, ...people: Person[]): Promise<number> {
  const rows = await stack.schema('chat-service').query(
    `UPDATE friendships SET friends = true, version = version - 1
     WHERE user_low = ANY($1) AND user_high = ANY($1) AND NOT friends RETURNING version`,
    [people.map(({ id }) => id)],
  );
  return rows.length;
}

/** With the service's own account. */
async function deadLettersCommand(stack: TestStack, ...args: string[]): Promise<string> {
  const command = ['dead-letters', 'user-service', ...args];
  const { stdout } = await promisify(execFile)('scripts/operate.sh', command, {
    env: { ...inheritedEnv(), AMQP_URL: stack.apps['user-service'].env.AMQP_URL },
  });
  return stdout;
}
