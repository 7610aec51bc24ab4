import { randomUUID } from 'node:crypto';
import { EVENTS_EXCHANGE, queuesOf } from '@messenger/rabbitmq';
import { APP_NAMES } from '@messenger/stack';
import { eventually } from '@messenger/testing';
import { connect, type ConfirmChannel } from 'amqplib';
import { afterAll, describe, expect } from 'vitest';
import { aPerson, type Person } from '../support/people.js';
import { Prometheus } from '../support/prometheus.js';
import { it as onStack } from '../support/stack-test.js';
import type { TestStack } from '../support/test-stack.js';

const TYPE = 'auth.user_registered.v1';
/** For a scrape, an evaluation, and the fault itself. */
const TIMEOUT_MS = 30_000;

let prometheus: Prometheus | undefined;

describe('an alert fires on its fault, and ends with it', () => {
  const it = onStack;

  it.beforeEach(async ({ stack }) => {
    await stack.restore();
    prometheus ??= await Prometheus.over(stack.adminUrls);
  });
  afterAll(() => prometheus?.stop());

  const fires = (alert: string) =>
    eventually(async () => expect(await prometheus!.firing()).toContain(alert), TIMEOUT_MS);
  const ends = (alert: string) =>
    eventually(async () => expect(await prometheus!.firing()).not.toContain(alert), TIMEOUT_MS);

  it('BrokerDown, for every app', async ({ stack }) => {
    await stack.rabbitmq.stop();
    for (const app of APP_NAMES) await fires(`BrokerDown ${app}`);
    await stack.rabbitmq.start();
    for (const app of APP_NAMES) await ends(`BrokerDown ${app}`);
  });

  it('InstanceDown, for a service that is frozen', async ({ stack }) => {
    await stack.apps['chat-service'].kill('SIGSTOP');
    await fires('InstanceDown chat-service');
    await stack.apps['chat-service'].kill('SIGCONT');
    await ends('InstanceDown chat-service');
    expect(await prometheus!.firing()).not.toContain('InstanceDown user-service');
  });

  it('DeadLetters, for the consumer that has given up', async ({ stack }) => {
    const connection = await connect(stack.amqpUrl);
    const channel = await connection.createConfirmChannel();
    await publishPoison(channel);
    await fires('DeadLetters user-service');
    // As often as it takes: an earlier test's event may give up only now.
    await eventually(async () => {
      await channel.purgeQueue(queuesOf('user-service').dead);
      expect(await prometheus!.firing()).not.toContain('DeadLetters user-service');
    }, TIMEOUT_MS);
    await connection.close();
  });

  it('DatabaseSlow, for the service whose statements wait', async ({ stack }) => {
    const ada = await aPerson(stack.api);
    for (let round = 0; round < 3; round++) await readWhileLocked(stack, ada);
    await fires('DatabaseSlow user-service');
    expect(await prometheus!.firing()).not.toContain('DatabaseSlow subscriber-service');
  });
});

/** As many reads as the pool has connections, each for more than a second, once the breaker lets calls through. */
async function readWhileLocked(stack: TestStack, { api }: Person): Promise<void> {
  await eventually(async () => expect((await api.get('/v1/users/me')).status).toBe(200));
  const users = stack.schema('user-service');
  const lock = await users.begin();
  await lock.query('LOCK TABLE profiles IN ACCESS EXCLUSIVE MODE');
  const reads = Array.from({ length: 10 }, () => api.get('/v1/users/me'));
  // Also where nobody waits: the stack is not this test's alone.
  try {
    await users.somebodyWaits(1_000);
  } finally {
    await lock.rollback();
  }
  await Promise.all(reads);
}

async function publishPoison(channel: ConfirmChannel): Promise<void> {
  channel.publish(EVENTS_EXCHANGE, TYPE, Buffer.from('not JSON'), { messageId: randomUUID(), type: TYPE });
  await channel.waitForConfirms();
}
