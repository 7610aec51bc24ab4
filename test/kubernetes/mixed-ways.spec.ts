import { SERVICE_NAMES, type AppName } from '@messenger/stack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedCluster } from './scripted-cluster.js';

const APP = 'chat-service';
const FINISH = 'back to plain: make blue-green-finish APP=chat-service';
const CANARY_ENDS = 'back to plain: make canary-promote APP=chat-service, or make canary-abort APP=chat-service';

let cluster: ScriptedCluster;

beforeEach(() => {
  cluster = new ScriptedCluster();
});

afterEach(() => cluster.remove());

/** States that a release can stand in. */
const prepared = () => cluster.setRelease(APP, 'blue', '1.1.0', 3).set('selector of chat-service', 'stable\n');
const switched = () => prepared().set('selector of chat-service', 'blue\n');
const canaried = () => cluster.setRelease(APP, 'canary', '1.1.0', 1);

const versionsOf = (app: AppName) => cluster.read(`releases/${app}/stable`).replace(/.*:/, '');

describe('a rolling release', { timeout: 60_000 }, () => {
  it.each([
    ['released by colours', switched, FINISH],
    ['prepared, but not switched', prepared, FINISH],
    ['left with its Service pinned', () => cluster.set('selector of chat-service', 'stable\n'), FINISH],
    ['compared with a canary', canaried, CANARY_ENDS],
  ])(
    'leaves an app as it is that is %s, names it and what leads on, and rolls all others',
    async (_how, state, way) => {
      state();
      const before = cluster.read('selector of chat-service');
      const { code, output } = await cluster.run('rolling', '1.2.0');
      expect(code, output).toBe(0);
      expect(output.match(new RegExp(`== chat-service stays as it is, .*${way}`, 'g'))).toHaveLength(2);
      expect([versionsOf(APP), cluster.read('selector of chat-service')]).toEqual(['1.0.0', before]);
      for (const app of [...SERVICE_NAMES, 'api-gateway'] as AppName[]) {
        if (app !== APP) expect(versionsOf(app)).toBe('1.2.0');
      }
      expect(cluster.steps.join()).not.toMatch(/chat-service(,|-migration| |$)/m);
    },
  );

  it('changes nothing where the cluster does not say how an app is released', async () => {
    const { code, output } = await cluster.set('no answer').run('rolling', '1.1.0');
    expect([code, output]).toEqual([1, expect.stringContaining('nothing has been changed')]);
    expect(cluster.steps).toEqual([]);
  });

  it('does not wait for an app that is there for the first time until all are there', async () => {
    for (const app of [...SERVICE_NAMES, 'api-gateway'] as AppName[]) cluster.removeReleases(app);
    const { code, output } = await cluster.runWith({ OVERLAY: 'local' }, 'rolling', '1.1.0');
    expect(code, output).toBe(0);
    const steps = cluster.steps.filter((step) => /^(apply --selector release|rollout)/.test(step));
    const order = [...SERVICE_NAMES, 'api-gateway'];
    expect(steps).toEqual([
      ...order.map((app) => `apply --selector release,${app} -`),
      ...order.map((app) => `rollout status deployment ${app}`),
    ]);
    expect(output).toContain('kubectl --namespace messenger port-forward service/api-gateway 3000:80');
  });

  it.each([
    ['a setting', 'map[LOG_LEVEL:debug]'],
    ['a secret', 'map[DATABASE_URL:cG9zdGdyZXM6Ly9uZXc=]'],
  ])('replaces pods where %s has changed, though the version has not', async (_what, settings) => {
    const hash = async () => {
      await cluster.run('rolling', '1.0.0');
      return /messenger\/settings: (\w+)/.exec(cluster.read('applied'))?.[1];
    };
    const before = await hash();
    expect(await hash()).toBe(before);
    cluster.set('settings', settings);
    const after = await hash();
    expect(after).toMatch(/^[0-9a-f]{16}$/);
    expect(after).not.toBe(before);
  });
});

describe('a release by another way', { timeout: 60_000 }, () => {
  it.each([
    ['a canary', 'colours', ['canary', 'deploy', APP, '1.2.0', '10'], switched, FINISH],
    ['a canary', 'a pin', ['canary', 'deploy', APP, '1.2.0', '10'], prepared, FINISH],
    ['a colour', 'a canary', ['blue-green', 'deploy', APP, '1.2.0'], canaried, CANARY_ENDS],
    ['a switch', 'a canary', ['blue-green', 'switch', APP], canaried, CANARY_ENDS],
    ['a third colour', 'two', ['blue-green', 'deploy', APP, '1.2.0'], switched, FINISH],
  ])(
    'refuses %s beside %s, says the state, and what leads on',
    async (_what, _beside, [script = '', ...args], state, way) => {
      state();
      const { code, output } = await cluster.run(script, ...args);
      expect([code, output]).toEqual([1, expect.stringMatching(/^chat-service: .*Now it is (blue-green|canary) \(/)]);
      expect(output).toContain(way);
      expect(cluster.steps).toEqual([]);
    },
  );

  it.each([
    ['a switch', ['blue-green', 'switch', APP], 'make blue-green-deploy first'],
    ['a way back', ['blue-green', 'rollback', APP], 'has not been switched'],
    ['a promotion', ['canary', 'promote', APP], 'there is no canary'],
  ])('refuses %s of nothing, and says that the app is plain', async (_what, [script = '', ...args], why) => {
    const { code, output } = await cluster.run(script, ...args);
    expect([code, output]).toEqual([1, expect.stringContaining(why)]);
    expect(output).toContain('Now it is plain (stable 1.0.0, 3 of 3 pods)');
  });
});

describe('the status', { timeout: 60_000 }, () => {
  it('shows mode, versions, pods and shares of each app, and what leads back', async () => {
    canaried();
    cluster.setRelease('user-service', 'green', '1.1.0', 4).set('selector of user-service', 'green\n');
    cluster.set('auth-service never gets ready');
    const { code, output } = await cluster.run('status');
    expect(code, output).toBe(0);
    expect(output).toMatch(/^auth-service +plain +stable 1\.0\.0, 0 of 3 pods$/m);
    expect(output).toMatch(
      /^user-service +blue-green +green 1\.1\.0, 4 of 4 pods, live; stable 1\.0\.0, 3 of 3 pods, idle$/m,
    );
    expect(output).toMatch(
      /^chat-service +canary +canary 1\.1\.0, 1 of 1 pods, 25 % of the traffic; stable 1\.0\.0, 3 of 3 pods, 75 % of/m,
    );
    expect(output).toContain('back to plain: make blue-green-finish APP=user-service');
    expect(output).toContain(CANARY_ENDS);
    expect(output).not.toContain('differ');
  });

  it('says that a rolling release has not come to its end', async () => {
    cluster.setRelease('auth-service', 'stable', '1.1.0', 3);
    expect((await cluster.run('status')).output).toContain('make rolling-deploy VERSION=');
  });

  it('says that there is nothing yet', async () => {
    cluster.removeReleases(APP);
    const { output } = await cluster.run('status', APP);
    expect(output).toMatch(/^chat-service +not installed +nothing runs\n +first: make rolling-deploy/);
  });
});
