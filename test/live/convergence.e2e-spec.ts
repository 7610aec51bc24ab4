import { TcpProxy } from '@messenger/testing';
import { inject, onTestFinished } from 'vitest';
import { it } from '../support/stack-test.js';
import { ModelBasedScenario, type Addresses } from './model/model-based-scenario.js';
import { runScenarios } from './model/run-scenarios.js';

it.beforeEach(({ stack }) => stack.restore());

// Eight pairs side by side: most of a scenario's time is a pause before a device connects again.
it('devices show what the server has, each message once and in order, however often they are cut off: 200 random scenarios', async ({
  stack,
}) => {
  const seed = inject('seed');
  await Promise.all(Array.from({ length: 8 }, (_, pair) => scenariosCutOff(stack.api.url, seed + pair)));
}, 240_000);

async function scenariosCutOff(gatewayUrl: string, seed: number): Promise<void> {
  const proxies = await Promise.all([0, 1, 2, 3].map(() => TcpProxy.to(Number(new URL(gatewayUrl).port))));
  const devices = proxies.map((proxy) => proxy.urlOf(gatewayUrl)) as Addresses['devices'];
  const scenario = await ModelBasedScenario.start(
    { friends: [gatewayUrl, gatewayUrl], devices },
    {
      cut: (device) => proxies[device]!.sever(),
      crash: () => proxies.forEach((proxy) => proxy.sever()),
    },
  );
  onTestFinished(async () => {
    scenario.close();
    for (const proxy of proxies) await proxy.close();
  });
  await runScenarios(scenario, 25, seed);
}
