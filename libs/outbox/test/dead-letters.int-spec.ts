import { randomUUID } from 'node:crypto';
import { NotFoundError, UnavailableError } from '@messenger/errors';
import { DeadLetterQueue, queuesOf, RabbitMqConnection } from '@messenger/rabbitmq';
import { brokerTest as it, countIn, emptyQueues, eventually, onChannel, TcpProxy } from '@messenger/testing';
import { describe, expect } from 'vitest';
import { DeadLettersService } from '../src/index.js';

/** A port where nobody listens. */
const NOBODY = 1;
const REGISTERED = 'auth.user_registered.v1';
const { main, dead } = queuesOf('user-service');

/** Stands for auth-service and its audit log. */
class FakeAdministrators {
  failure: Error | undefined;
  readonly acts: object[] = [];

  recordAct = (act: object): Promise<object> => {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    this.acts.push(act);
    return Promise.resolve({});
  };
}

describe("a service's dead letters", () => {
  let port: number;
  let url: string;
  let line: TcpProxy;
  let connection: RabbitMqConnection;
  let administrators: FakeAdministrators;
  let deadLetters: DeadLettersService;

  it.beforeAll(async ({ broker }) => {
    ({ port, url } = broker);
    line = await TcpProxy.to(port);
    connection = new RabbitMqConnection(line.urlOf(url));
    await connection.start();
    await eventually(() => expect(connection.connected).toBe(true));
  });
  it.beforeEach(async () => {
    await emptyQueues(url);
    administrators = new FakeAdministrators();
    deadLetters = new DeadLettersService('user-service', administrators, connection);
  });
  it.afterAll(async () => {
    await connection.close();
    await line.close();
  });

  const idsOf = async (): Promise<string[]> => (await deadLetters.list()).map(({ id }) => id);

  async function bury(messageIds: string[], queue = dead): Promise<void> {
    await onChannel(url, (channel) => {
      for (const messageId of messageIds) {
        channel.sendToQueue(queue, Buffer.from('{}'), { messageId, type: REGISTERED, persistent: true });
      }
      return Promise.resolve();
    });
    await eventually(async () => expect(await countIn(url, queue)).toBe(messageIds.length));
  }

  it('are listed, the oldest first, to each of several who ask at once, and stay', async () => {
    const ids = Array.from({ length: 5 }, () => randomUUID());
    await bury(ids);
    expect(await Promise.all([idsOf(), idsOf(), idsOf()])).toEqual([ids, ids, ids]);
    await eventually(async () => expect(await countIn(url, dead)).toBe(5));
  });

  it("are sent again, one or all, each with an entry in the audit log, and nobody else's", async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    const others = queuesOf('chat-service').dead;
    await bury([randomUUID()], others);
    await bury([first, second, third]);
    expect(await deadLetters.replay(second)).toBe(1);
    const entry = { action: 'replay_dead_letter', reason: `${REGISTERED} to user-service` };
    expect(administrators.acts).toEqual([{ ...entry, targetId: second }]);
    expect(await idsOf()).toEqual([first, third]);
    expect(await deadLetters.replay(undefined)).toBe(2);
    expect(administrators.acts.slice(1)).toEqual([first, third].map((targetId) => ({ ...entry, targetId })));
    expect(await countIn(url, main)).toBe(3);
    expect(await countIn(url, others)).toBe(1);
  });

  it('stay where they cannot be recorded, or are no event', async () => {
    const id = randomUUID();
    await bury(['no UUID', id]);
    administrators.failure = new NotFoundError();
    await expect(deadLetters.replay(undefined)).rejects.toThrow(NotFoundError);
    expect(await idsOf()).toEqual(['no UUID', id]);
    administrators.failure = undefined;
    expect(await deadLetters.replay(undefined)).toBe(1);
    expect(await idsOf()).toEqual(['no UUID']);
  });

  it.each(['list', 'replay'] as const)(
    '%s is refused where the broker is away, and works when it is back',
    async (rpc) => {
      line.route = () => NOBODY;
      line.sever();
      await eventually(() => expect(connection.connected).toBe(false));
      await expect(deadLetters[rpc](undefined)).rejects.toThrow(UnavailableError);
      line.route = () => port;
      await eventually(() => expect(connection.connected).toBe(true));
      await expect(deadLetters[rpc](undefined)).resolves.toBeDefined();
    },
  );

  it('are refused where the queue has gone meanwhile', async () => {
    const reading = connection.onChannel((channel) => new DeadLetterQueue(channel, 'nobody-service' as never).list());
    await expect(reading).rejects.toThrow(UnavailableError);
    expect(await idsOf()).toEqual([]);
  });
});
