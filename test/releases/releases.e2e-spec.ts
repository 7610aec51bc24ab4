import { APP_NAMES, freePorts, SERVICE_NAMES, type AppName, type AppProcess, type Env } from '@messenger/stack';
import { eventually, TcpProxy } from '@messenger/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../support/api.js';
import { LiveDevice } from '../support/live-device.js';
import { historyOf } from '../support/background-load.js';
import { TestStack } from '../support/test-stack.js';
import { migrateToThisVersion } from './new-schema.js';
import { ProcessCluster } from './process-cluster.js';
import { previousRelease, type Release } from './previous-release.js';
import { Traffic } from './traffic.js';

/** Of ten connections, those that the canary gets; ten are all of them. */
const WEIGHTS = [1, 5, 10];

let stack: TestStack;
let api: Api;
/** What a Service is to its clients: it decides whom the next connection reaches. */
let services: Record<AppName, TcpProxy>;
let live: Record<AppName, AppProcess>;
let previous: Release;

beforeAll(async () => {
  const ports = await freePorts(APP_NAMES.length);
  const proxies = await Promise.all(ports.map((port) => TcpProxy.to(port)));
  services = Object.fromEntries(APP_NAMES.map((app, n) => [app, proxies[n]])) as Record<AppName, TcpProxy>;
  const own = Object.fromEntries(
    SERVICE_NAMES.map((app) => [app, { GRPC_PORT: String(ports[APP_NAMES.indexOf(app)]) }]),
  );
  const port = String(ports[APP_NAMES.indexOf('api-gateway')]);
  previous = previousRelease();
  stack = await TestStack.start({
    ...{ root: previous.root, logLevel: 'info' },
    env: { ...own, 'api-gateway': { PORT: port }, all: addresses() },
  });
  api = new Api(`http://127.0.0.1:${services['api-gateway'].port}`);
  live = { ...stack.apps };
  // The last release has to be built.
}, 400_000);

afterAll(async () => {
  await stack.stop();
  previous.remove();
  await Promise.all(Object.values(services).map((service) => service.close()));
});

/** Everybody reaches everybody by way of a Service. */
function addresses(): Env {
  return Object.fromEntries(
    SERVICE_NAMES.map((app) => [
      `${app.replace('-service', '').toUpperCase()}_GRPC_URL`,
      `127.0.0.1:${services[app].port}`,
    ]),
  );
}

function portOf({ name, env }: AppProcess): number {
  return Number(name === 'api-gateway' ? env.PORT : env.GRPC_PORT);
}

async function expectNothingLost(traffic: Traffic): Promise<void> {
  await traffic.stop();
  expect(traffic.failures).toEqual([]);
  for (const [n, { ada, chatId }] of traffic.chats.entries()) {
    const history = await historyOf(ada, chatId);
    expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
    const acknowledged = traffic.acknowledged.filter((message) => message.chatId === chatId);
    expect(new Set(history.map(({ id }) => id))).toEqual(new Set(acknowledged.map(({ id }) => id)));
    expect(history).toHaveLength(acknowledged.length);
    await eventually(() => expect(traffic.devices[n]!.arrived).toEqual(history.map(({ seq }) => seq)));
  }
  traffic.close();
}

/** Somebody's plain live connection, to see how it ends. */
async function aDevice({ chats: [chat] }: Traffic): Promise<LiveDevice> {
  return LiveDevice.live(chat!.ada.api.url, chat!.ada.accessToken);
}

const DRAINING = { code: 1012, reason: 'draining' };

/** Gives new connections to another instance, and drains the one before. */
async function moveTo(next: AppProcess): Promise<void> {
  const last = live[next.name];
  services[next.name].route = () => portOf(next);
  const ended = last.exited;
  await last.stop();
  expect(await ended, next.name).toEqual({ code: 0, signal: null });
  live[next.name] = next;
}

describe('under steady load, no request fails, no message is lost or doubled, and devices resume', () => {
  it('while the schemas change, and each app in turn moves from the last release to this version', async () => {
    // Starting takes a core each, which the load shall not feel.
    const greens = await Promise.all(APP_NAMES.map((app) => stack.startSecond(app, {}, process.cwd())));
    await Promise.all(greens.map((green) => green.whole()));
    const traffic = await Traffic.of(api);
    const device = await aDevice(traffic);
    await migrateToThisVersion(stack, previous.tag === undefined);
    await traffic.goesOn();
    for (const green of greens) {
      await moveTo(green);
      await traffic.goesOn();
    }
    expect(await device.isClosed()).toEqual(DRAINING);
    await expectNothingLost(traffic);
  }, 180_000);

  it('while each app in turn is restarted, a new instance before the old one goes', async () => {
    const traffic = await Traffic.of(api);
    for (const app of APP_NAMES) {
      const next = await stack.startSecond(app);
      await next.whole();
      await moveTo(next);
      await traffic.goesOn();
    }
    await expectNothingLost(traffic);
  }, 180_000);

  it('while a canary of the gateway gets 10, 50 and 100 per cent, and the stable one is drained', async () => {
    const canary = await stack.startSecond('api-gateway');
    await canary.whole();
    const traffic = await Traffic.of(api, { connection: 'close' });
    const device = await aDevice(traffic);
    const stable = live['api-gateway'];
    const reached = { stable: 0, canary: 0 };
    for (const weight of WEIGHTS) {
      Object.assign(reached, { stable: 0, canary: 0 });
      let connections = 0;
      services['api-gateway'].route = () => {
        const one = connections++ % 10 < weight ? 'canary' : 'stable';
        reached[one] += 1;
        return portOf(one === 'canary' ? canary : stable);
      };
      await eventually(() => expect(reached.stable + reached.canary).toBeGreaterThan(40));
      expect(Math.round((10 * reached.canary) / (reached.stable + reached.canary))).toBe(weight);
    }
    await moveTo(canary);
    expect(await device.isClosed()).toEqual(DRAINING);
    await traffic.goesOn();
    await expectNothingLost(traffic);
  }, 180_000);

  it('while the release scripts move chat-service, and are cut off after any change; the next run leads back', async () => {
    const app = 'chat-service';
    const cluster = new ProcessCluster(stack, services[app], app, live[app]);
    const traffic = await Traffic.of(api);
    await cluster.run('blue-green', 'deploy', app, '1.1.0');
    await cluster.run('blue-green', 'switch', app);
    await traffic.goesOn();
    for (const changes of [1, 2, 3, 1]) await cluster.cutOff(changes, 'blue-green', 'finish', app);
    expect(await cluster.run('status', app)).toContain('make blue-green-finish APP=chat-service');
    await cluster.run('blue-green', 'finish', app);
    await traffic.goesOn();
    await cluster.run('canary', 'deploy', app, '1.2.0', '50');
    for (const changes of [1, 1]) await cluster.cutOff(changes, 'canary', 'promote', app);
    expect(await cluster.run('status', app)).toContain('make canary-promote APP=chat-service');
    await cluster.run('canary', 'promote', app);
    expect(await cluster.run('status', app)).toMatch(/chat-service +plain +stable 1\.2\.0, 1 of 1 pods\n/);
    live[app] = cluster.stable;
    await traffic.goesOn();
    await cluster.stop();
    await expectNothingLost(traffic);
  }, 180_000);
});
