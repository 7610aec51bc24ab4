import { MessengerClient, type LiveConnection } from '@messenger/client';
import { TcpProxy } from '@messenger/testing';
import { expect, inject, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { Friends, type Trouble } from './convergence/friends.js';
import { liveStories } from './convergence/lives.js';
import { eventually } from '../support/eventually.js';
import { anEmail, aPerson, PASSWORD } from '../support/people.js';
import type { LiveWorld } from './live-world.js';

export function survival(given: () => LiveWorld): void {
  /** Each on two gateways, of which one is `unsafe`; devices are cut off besides. */
  const friendsAt = async (unsafe: string, crash: Trouble['crash']): Promise<Friends> => {
    const [safe] = given().gateways;
    const line = await TcpProxy.to(Number(new URL(safe).port));
    const cut = () => line.sever();
    const devices = [line.urlOf(safe), unsafe, line.urlOf(safe), unsafe] as const;
    const friends = await Friends.meet({ friends: [safe, unsafe], devices: [...devices] }, { cut, crash });
    onTestFinished(async () => {
      friends.close();
      await line.close();
    });
    return friends;
  };

  it('show what the server has after kill -9 of a gateway: 5 stories', async () => {
    const { url, app } = await given().anotherGateway();
    const friends = await friendsAt(url, async () => {
      await app.kill();
      await app.start();
    });
    await liveStories(friends, 5, inject('seed'));
    await app.stop();
  }, 120_000);

  it('show what the server has after a restart of the broker: 2 stories', async () => {
    const { stack } = given().world;
    const friends = await friendsAt(given().gateways[1], async () => {
      await stack.rabbitmq!.stop();
      await stack.rabbitmq!.start();
    });
    await liveStories(friends, 2, inject('seed'));
    await given().world.whole();
  }, 180_000);

  it('are all live again within 30 s of a crash, a thousand of them, and nobody else notices', async () => {
    const { url, app } = await given().anotherGateway();
    const people = await Promise.all(
      Array.from({ length: 100 }, () =>
        MessengerClient.register({ url, WebSocket }, { email: anEmail(), password: PASSWORD }),
      ),
    );
    const statuses = new Map<LiveConnection, string>();
    const lives = people.flatMap((person) =>
      Array.from({ length: 10 }, () => {
        const live: LiveConnection = person.live({ onStatus: (status) => statuses.set(live, status) });
        return live;
      }),
    );
    onTestFinished(() => lives.forEach((live) => live.close()));
    const allAreLive = () => expect([...statuses.values()].filter((status) => status === 'live')).toHaveLength(1_000);
    await eventually(allAreLive);

    const bystander = await aPerson(given().api);
    const statusesOfOthers = new Set<number>();
    await app.kill();
    await eventually(() => expect([...statuses.values()]).not.toContain('live'));
    await app.start();
    const started = Date.now();
    await eventually(async () => {
      statusesOfOthers.add((await bystander.api.get('/v1/users/me')).status);
      allAreLive();
    });
    expect(Date.now() - started).toBeLessThan(30_000);
    expect([...statusesOfOthers]).toEqual([200]);
    await app.stop();
  }, 120_000);
}
