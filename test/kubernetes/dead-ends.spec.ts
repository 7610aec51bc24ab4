import { APP_NAMES, type AppName } from '@messenger/stack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aPod, aService } from './apps.js';
import { ScriptedCluster } from './scripted-cluster.js';

/** A step of a release, from the state that it begins in. */
interface Step {
  name: string;
  from: (cluster: ScriptedCluster) => unknown;
  script: string[];
  /** chat-service where absent. */
  app?: AppName;
  /** One of how many changes it is cut off after: a rolling release does the same for each app. */
  stride?: number;
}

const APP = 'chat-service';
const blueGreen = (step: string) => ['blue-green', step, APP];
const DEPLOY = [...blueGreen('deploy'), '1.1.0'];
const CANARY = ['canary', 'deploy', APP, '1.1.0', '25'];

const GATEWAY_CANARY = ['canary', 'deploy', 'api-gateway', '1.1.0', '25'];
const ROLLING = ['rolling', '1.1.0'];

const run = (cluster: ScriptedCluster, [script = '', ...args]: string[]) => cluster.run(script, ...args);

async function all(cluster: ScriptedCluster, ...scripts: string[][]): Promise<void> {
  for (const script of scripts) {
    const { code, output } = await run(cluster, script);
    expect(code, output).toBe(0);
  }
}

const STEPS: Step[] = [
  { name: 'blue-green-deploy', from: () => undefined, script: DEPLOY },
  {
    name: 'blue-green-deploy that gives up',
    from: (cluster) => cluster.set('chat-service-blue never gets ready'),
    script: DEPLOY,
  },
  { name: 'blue-green-switch', from: (cluster) => all(cluster, DEPLOY), script: blueGreen('switch') },
  {
    name: 'blue-green-rollback',
    from: (cluster) => all(cluster, DEPLOY, blueGreen('switch')),
    script: blueGreen('rollback'),
  },
  {
    name: 'blue-green-clean',
    from: (cluster) => all(cluster, DEPLOY, blueGreen('switch')),
    script: blueGreen('clean'),
  },
  {
    name: 'blue-green-finish',
    from: (cluster) => all(cluster, DEPLOY, blueGreen('switch')),
    script: blueGreen('finish'),
  },
  { name: 'canary-deploy', from: () => undefined, script: CANARY },
  { name: 'canary-promote', from: (cluster) => all(cluster, CANARY), script: ['canary', 'promote', APP] },
  { name: 'canary-abort', from: (cluster) => all(cluster, CANARY), script: ['canary', 'abort', APP] },
  { name: 'canary-deploy behind a route', from: () => undefined, script: GATEWAY_CANARY, app: 'api-gateway' },
  {
    name: 'canary-abort behind a route',
    from: (cluster) => all(cluster, GATEWAY_CANARY),
    script: ['canary', 'abort', 'api-gateway'],
    app: 'api-gateway',
  },
  { name: 'rolling-deploy', from: () => undefined, script: ROLLING, stride: 3 },
];

describe.each(STEPS)('$name, cut off', { timeout: 120_000 }, ({ from, script, app = APP, stride = 1 }) => {
  let start: ScriptedCluster;
  let clusters: ScriptedCluster[];

  beforeEach(async () => {
    start = new ScriptedCluster();
    clusters = [start];
    start.set('port of service/chat-service-preview', await aService('SERVING')).set('route', 'to all');
    for (const release of ['stable', 'canary']) {
      start.set(`port of pod/${release}-1`, await aPod({ requests: 1_000, failed: 1, slow: 10 }));
    }
    await from(start);
  });

  afterEach(() => clusters.forEach((cluster) => cluster.remove()));

  it('after any of its changes leaves a state that says which command leads back to plain, and that one does', async () => {
    for (let changes = 1; ; changes += stride) {
      const cluster = ScriptedCluster.copyOf(start);
      clusters.push(cluster);
      const { code } = await cluster.runWith({ KILL_AFTER: String(changes) }, script[0]!, ...script.slice(1));
      if (code !== null) break;
      await expectWayBack(cluster, app, `cut off after ${changes}: ${cluster.steps.at(-1)}`);
      if (script === ROLLING) await expectRolled(cluster);
    }
    // One at least, and then the whole of it.
    expect(clusters.length).toBeGreaterThan(2);
  });
});

/** The command that the status names, once, and the app is plain; and at no time anybody would have got an error. */
async function expectWayBack(cluster: ScriptedCluster, app: AppName, where: string): Promise<void> {
  const { output: before } = await cluster.run('status', app);
  const [, target] = /^ +back to plain: make (.*?)(,|$)/m.exec(before) ?? [];
  if (target === undefined) expect(before, where).toContain('plain');
  else {
    const [, script = '', step = ''] = /^(blue-green|canary)-(\w+) APP=[a-z-]+$/.exec(target) ?? [];
    const { code, output } = await cluster.run(script, step, app);
    expect(code, `${where}\n${output}`).toBe(0);
  }
  const { output: after } = await cluster.run('status', app);
  expect(after, where).toMatch(new RegExp(`^${app} +plain +stable [\\d.]+, (\\d+) of \\1 pods$`, 'm'));
  expect([cluster.read(`selector of ${app}`), cluster.violations], where).toEqual(['', '']);
  expect(cluster.read('route'), where).not.toContain('canary');
}

/** The same again completes it. */
async function expectRolled(cluster: ScriptedCluster): Promise<void> {
  await all(cluster, ROLLING);
  for (const app of APP_NAMES) expect(cluster.read(`releases/${app}/stable`)).toContain(':1.1.0');
}
