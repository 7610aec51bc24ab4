import { APP_NAMES, type AppName } from '@messenger/stack';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { aPod, aService } from './apps.js';
import { ScriptedCluster } from './scripted-cluster.js';

/** A step of a release, from the state that it begins in. */
interface Step {
  name: string;
  /** What has been run before. */
  after?: string[][];
  /** A file of the cluster. */
  trouble?: string;
  script: string[];
  /** chat-service where absent. */
  app?: AppName;
  /** One of how many changes it is cut off after: a rolling release does the same for each app. */
  stride?: number;
}

const APP = 'chat-service';
const blueGreen = (step: string) => ['blue-green', step, APP];
const DEPLOY = [...blueGreen('deploy'), '1.1.0'];
const SWITCH = blueGreen('switch');
const CANARY = ['canary', 'deploy', APP, '1.1.0', '25'];

const GATEWAY_CANARY = ['canary', 'deploy', 'api-gateway', '1.1.0', '25'];
const ROLLING = ['rolling', '1.1.0'];

const STEPS: Step[] = [
  { name: 'blue-green-deploy', script: DEPLOY },
  { name: 'blue-green-deploy that gives up', trouble: 'chat-service-blue never gets ready', script: DEPLOY },
  { name: 'blue-green-switch', after: [DEPLOY], script: SWITCH },
  { name: 'blue-green-rollback', after: [DEPLOY, SWITCH], script: blueGreen('rollback') },
  { name: 'blue-green-clean', after: [DEPLOY, SWITCH], script: blueGreen('clean') },
  { name: 'blue-green-finish', after: [DEPLOY, SWITCH], script: blueGreen('finish') },
  { name: 'canary-deploy', script: CANARY },
  { name: 'canary-promote', after: [CANARY], script: ['canary', 'promote', APP] },
  { name: 'canary-abort', after: [CANARY], script: ['canary', 'abort', APP] },
  { name: 'canary-deploy behind a route', script: GATEWAY_CANARY, app: 'api-gateway' },
  {
    name: 'canary-abort behind a route',
    after: [GATEWAY_CANARY],
    script: ['canary', 'abort', 'api-gateway'],
    app: 'api-gateway',
  },
  { name: 'rolling-deploy', script: ROLLING, stride: 3 },
];

/** Clusters after the scripts that are their names. */
const prepared = new Map<string, ScriptedCluster>();
/** States that have led back to plain. */
const walked = new Set<string>();

let clusters: ScriptedCluster[] = [];

afterEach(() => clusters.forEach((cluster) => cluster.remove()));

afterAll(() => [...prepared.values()].forEach((cluster) => cluster.remove()));

describe.each(STEPS)(
  '$name, cut off',
  { timeout: 120_000 },
  ({ after = [], trouble, script, app = APP, stride = 1 }) => {
    it('after any of its changes leaves a state that says which command leads back to plain, and that one does', async () => {
      const start = await withPods(ScriptedCluster.copyOf(await clusterAfter(after)));
      if (trouble !== undefined) start.set(trouble);
      const moments = await start.moments(script);
      clusters = [start, ...moments];
      expect(moments).not.toEqual([]);
      for (const [index, cluster] of moments.entries()) {
        if (index % stride !== 0 || walked.has(cluster.state)) continue;
        walked.add(cluster.state);
        await expectWayBack(cluster, app, `cut off after ${index + 1}: ${cluster.steps.at(-1)}`);
        if (script === ROLLING) await expectRolled(cluster);
      }
    });
  },
);

it('is killed in the states that its moments are', { timeout: 120_000 }, async () => {
  const start = await withPods(new ScriptedCluster());
  const killed = ScriptedCluster.copyOf(start);
  const moments = await start.moments(DEPLOY);
  clusters = [start, killed, ...moments];
  const [script = '', ...args] = DEPLOY;
  expect((await killed.runWith({ KILL_AFTER: '5' }, script, ...args)).code).toBeNull();
  expect(killed.state).toBe(moments[4]!.state);
  expect(killed.steps).toEqual(moments[4]!.steps);
});

async function clusterAfter(scripts: string[][]): Promise<ScriptedCluster> {
  const known = prepared.get(scripts.join());
  if (known !== undefined) return known;
  const last = scripts.at(-1);
  const cluster = last ? ScriptedCluster.copyOf(await clusterAfter(scripts.slice(0, -1))) : new ScriptedCluster();
  if (last) await expectSuccess(await withPods(cluster), last);
  prepared.set(scripts.join(), cluster);
  return cluster;
}

/** Behind a route, and what its pods answer while the test runs. */
async function withPods(cluster: ScriptedCluster): Promise<ScriptedCluster> {
  if (cluster.read('route') === '') cluster.set('route', 'to all');
  cluster.set('port of service/chat-service-preview', await aService('SERVING'));
  for (const release of ['stable', 'canary']) {
    cluster.set(`port of pod/${release}-1`, await aPod({ requests: 1_000, failed: 1, slow: 10 }));
  }
  return cluster;
}

async function expectSuccess(cluster: ScriptedCluster, [script = '', ...args]: string[]): Promise<void> {
  const { code, output } = await cluster.run(script, ...args);
  expect(code, output).toBe(0);
}

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
  await expectSuccess(cluster, ROLLING);
  for (const app of APP_NAMES) expect(cluster.read(`releases/${app}/stable`)).toContain(':1.1.0');
}
