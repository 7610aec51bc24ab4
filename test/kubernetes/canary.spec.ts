import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aGateway, aPod } from './apps.js';
import { NEW_SCHEMA, ScriptedCluster } from './scripted-cluster.js';

let cluster: ScriptedCluster;

beforeEach(() => {
  cluster = new ScriptedCluster();
});

afterEach(() => cluster.remove());

describe('a canary', { timeout: 60_000 }, () => {
  const GOOD = { requests: 1_000, failed: 1, slow: 10 };
  const deploy = async (weight = '25') => {
    cluster.set('port of pod/stable-1', await aPod(GOOD));
    return cluster.run('canary', 'deploy', 'chat-service', '1.1.0', weight);
  };

  it.each([
    ['1', 1],
    ['25', 1],
    ['50', 3],
    ['90', 27],
  ])('has %s per cent of the pods, and at least one', async (weight, pods) => {
    cluster.set('port of pod/canary-1', await aPod(GOOD));
    const { code, output } = await deploy(weight);
    expect(code, output).toBe(0);
    expect(cluster.steps).toEqual([
      ...NEW_SCHEMA,
      'apply -',
      `scale deployment chat-service-canary --replicas ${pods}`,
      'rollout status deployment chat-service-canary',
    ]);
    expect(cluster.releases).toEqual(['canary', 'stable']);
  });

  it.each([
    ['fails more often than the stable version', { ...GOOD, failed: 20 }],
    ['is slower', { ...GOOD, slow: 100 }],
  ])('that %s is taken away by itself', async (_how, shares) => {
    cluster.set('port of pod/canary-1', await aPod(shares));
    const { code, output } = await deploy();
    expect([code, output]).toEqual([1, expect.stringContaining('1.1.0 has failed')]);
    expect(cluster.releases).toEqual(['stable']);
  });

  it('that does not get ready is taken away by itself', async () => {
    cluster.set('chat-service-canary never gets ready');
    expect((await deploy()).code).not.toBe(0);
    expect(cluster.releases).toEqual(['stable']);
  });

  it('that blocks its event loop is taken away, though it measures itself as quick', async () => {
    cluster.set('port of pod/canary-1', await aPod(GOOD, 300));
    const { code, output } = await deploy();
    expect([code, output]).toEqual([1, expect.stringContaining('1.1.0 has failed')]);
    expect(output).toContain('probes over 250 ms: 100.00 %, stable 0.00 %: bad');
    expect(cluster.releases).toEqual(['stable']);
  });

  it.each([
    ['has no metrics', async () => cluster.set('port of pod/canary-1', await aGateway(404, '')), 'no metrics of pod/'],
    ['has no pod that answers', () => cluster.set('port of pod/canary-1', '1'), 'no metrics of pod/canary-1'],
    ['cannot be reached', () => cluster.set('port-forward fails'), 'error dialing backend'],
  ])('that %s cannot be measured, and is taken away with the reason', async (_how, trouble, why) => {
    await trouble();
    const { code, output } = await deploy();
    expect([code, output]).toEqual([1, expect.stringContaining('1.1.0 cannot be measured: ')]);
    expect(output.slice(output.indexOf('cannot be measured'))).toContain(why);
    expect(cluster.releases).toEqual(['stable']);
  });

  it.each([
    ['34', 2, 2, 'that is 50 %, since 34 % of so few pods cannot be had'],
    ['10', 3, 1, 'that is 25 %, since 10 % of so few pods cannot be had'],
    ['50', 3, 3, undefined],
    ['20', 4, 1, undefined],
  ])('of %s per cent beside %s pods has %s, and says what that gives', async (weight, stable, pods, what) => {
    cluster.set('port of pod/canary-1', await aPod(GOOD)).set('replicas/chat-service', `${stable}\n`);
    const { output } = await deploy(weight);
    expect(output).toContain(
      `1.1.0 on ${pods} pods beside ${stable} of the stable version${what ? `: ${what}` : '\n'}`,
    );
  });

  it('that few people have met is no success yet', async () => {
    cluster.set('port of pod/canary-1', await aPod({ requests: 10, failed: 0, slow: 0 }));
    const { code, output } = await deploy();
    expect([code, output]).toEqual([1, expect.stringContaining('Too few requests')]);
    expect(cluster.releases).toEqual(['canary', 'stable']);
  });

  it('becomes the stable version, without another migration', async () => {
    cluster.set('port of pod/canary-1', await aPod(GOOD));
    await deploy();
    const before = cluster.steps.length;
    expect((await cluster.run('canary', 'promote', 'chat-service')).code).toBe(0);
    expect(cluster.steps.slice(before)).toEqual([
      'apply -',
      'rollout status deployment chat-service',
      'delete deployment,hpa --selector chat-service,release in (canary)',
    ]);
    expect(cluster.read('releases/chat-service/stable')).toBe('registry.example.com/messenger/chat-service:1.1.0');
  });

  it('is taken away when it is aborted', async () => {
    cluster.setRelease('chat-service', 'canary', '1.1.0', 1);
    expect((await cluster.run('canary', 'abort', 'chat-service')).code).toBe(0);
    expect(cluster.releases).toEqual(['stable']);
  });

  it('is refused where a colour is pinned, since the Service would not take it', async () => {
    cluster.set('selector of chat-service', 'blue');
    expect(await deploy()).toMatchObject({ code: 1, output: expect.stringContaining('released by colours') });
    expect(cluster.steps).toEqual([]);
  });

  it.each(['10', '34'])(
    'of the gateway gets exactly %s per cent where a route leads to it, and nothing stays',
    async (weight) => {
      const ports = { stable: await aPod(GOOD), canary: await aPod(GOOD) };
      cluster
        .set('route', 'to all')
        .set('port of pod/stable-1', ports.stable)
        .set('port of pod/canary-1', ports.canary);
      const { code, output } = await cluster.run('canary', 'deploy', 'api-gateway', '1.1.0', weight);
      expect(code, output).toBe(0);
      const rules = JSON.parse(cluster.read('route')) as { path: string; value: { name: string; weight: number }[] }[];
      expect(rules.map(({ path }) => path)).toEqual(['/spec/rules/0/backendRefs', '/spec/rules/1/backendRefs']);
      for (const { value } of rules) {
        expect(value.map((each) => [each.name, each.weight])).toEqual([
          ['api-gateway-stable', 100 - Number(weight)],
          ['api-gateway-canary', Number(weight)],
        ]);
      }
      expect(output).not.toContain('cannot be had');
      const { output: status } = await cluster.run('status', 'api-gateway');
      expect(status).toContain(`the route gives the canary ${weight} %`);
      await cluster.run('canary', 'abort', 'api-gateway');
      expect(cluster.read('route')).not.toContain('canary');
      expect((await cluster.run('status', 'api-gateway')).output).toMatch(/^api-gateway +plain .*\n$/);
      expect(cluster.steps.slice(-3)).toEqual([
        expect.stringMatching(/^patch httproute api-gateway .*"name":"api-gateway","port":80/),
        'delete service api-gateway-stable api-gateway-canary --ignore-not-found',
        'delete deployment,hpa --selector api-gateway,release in (canary)',
      ]);
    },
  );
});
