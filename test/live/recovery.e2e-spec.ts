import type { LiveConnection } from '@messenger/client';
import { eventually, TcpProxy } from '@messenger/testing';
import { describe, expect, inject, onTestFinished } from 'vitest';
import { ModelBasedScenario, type Trouble } from './model/model-based-scenario.js';
import { runScenarios } from './model/run-scenarios.js';
import { aClient } from '../support/clients.js';
import { aPerson } from '../support/people.js';
import type { LiveGateways } from '../support/live-gateways.js';
import { it } from '../support/stack-test.js';

describe('live devices', () => {
  it.beforeEach(({ gateways }) => gateways.restore());

  /** Friends and devices on two gateways, of which the `unsafe` one crashes; devices are cut off besides. */
  const scenarioAt = async ([safe]: LiveGateways['urls'], unsafe: string, crash: Trouble['crash']) => {
    const line = await TcpProxy.to(Number(new URL(safe).port));
    const cut = () => line.sever();
    const devices = [line.urlOf(safe), unsafe, line.urlOf(safe), unsafe] as const;
    const scenario = await ModelBasedScenario.start({ friends: [safe, unsafe], devices: [...devices] }, { cut, crash });
    onTestFinished(async () => {
      scenario.close();
      await line.close();
    });
    return scenario;
  };

  it('show what the server has after kill -9 of a gateway: 5 random scenarios', async ({ gateways }) => {
    const { url, app } = await gateways.anotherGateway();
    const scenario = await scenarioAt(gateways.urls, url, async () => {
      await app.kill();
      await app.start();
    });
    await runScenarios(scenario, 5, inject('seed'));
    await app.stop();
  }, 120_000);

  it('show what the server has after a restart of the broker: 2 random scenarios', async ({ gateways }) => {
    const { stack } = gateways;
    const scenario = await scenarioAt(gateways.urls, gateways.urls[1], async () => {
      await stack.rabbitmq.stop();
      await stack.rabbitmq.start();
    });
    await runScenarios(scenario, 2, inject('seed'));
    await stack.whole();
  }, 180_000);

  it('are all live again within 30 s of a crash, a thousand of them, and nobody else notices', async ({ gateways }) => {
    const { url, app } = await gateways.anotherGateway();
    const people = await Promise.all(Array.from({ length: 100 }, () => aClient(url)));
    const statuses = new Map<LiveConnection, string>();
    const connections = people.flatMap((person) =>
      Array.from({ length: 10 }, () => {
        const live: LiveConnection = person.live({ onStatus: (status) => statuses.set(live, status) });
        return live;
      }),
    );
    onTestFinished(() => connections.forEach((live) => live.close()));
    const countLive = () => [...statuses.values()].filter((status) => status === 'live').length;
    await eventually(() => expect(countLive()).toBe(1_000));

    const bystander = await aPerson(gateways.api);
    const statusesOfOthers = new Set<number>();
    await app.kill();
    await eventually(() => expect(countLive()).toBe(0));
    await app.start();
    const started = Date.now();
    await eventually(async () => {
      statusesOfOthers.add((await bystander.api.get('/v1/users/me')).status);
      expect(countLive()).toBe(1_000);
    });
    expect(Date.now() - started).toBeLessThan(30_000);
    expect([...statusesOfOthers]).toEqual([200]);
    await app.stop();
  }, 120_000);
});
