import { TcpProxy } from '@messenger/testing';
import { afterEach, inject, it } from 'vitest';
import { Friends, type Addresses } from './convergence/friends.js';
import { liveStories } from './convergence/lives.js';

const gatewayUrl = inject('gatewayUrl');
const seed = inject('seed');

const endings: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

// Four pairs side by side: most of a story's time is a pause before a device connects again.
it('devices show what the server has, each message once and in order, however often they are cut: 200 stories', async () => {
  await Promise.all([0, 1, 2, 3].map((pair) => liveCutOff(seed + pair)));
}, 240_000);

async function liveCutOff(pairSeed: number): Promise<void> {
  const lines = await Promise.all([0, 1, 2, 3].map(() => TcpProxy.to(Number(new URL(gatewayUrl).port))));
  const devices = lines.map((line) => line.urlOf(gatewayUrl)) as Addresses['devices'];
  const friends = await Friends.meet(
    { friends: [gatewayUrl, gatewayUrl], devices },
    {
      cut: (device) => lines[device]!.sever(),
      crash: () => lines.forEach((line) => line.sever()),
    },
  );
  endings.push(async () => {
    friends.close();
    for (const line of lines) await line.close();
  });
  await liveStories(friends, 50, pairSeed);
}
