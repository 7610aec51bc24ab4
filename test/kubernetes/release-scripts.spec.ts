import { SERVICE_NAMES } from '@messenger/stack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aGateway, aPod, aService } from './apps.js';
import { ScriptedCluster } from './scripted-cluster.js';

let cluster: ScriptedCluster;

beforeEach(() => {
  cluster = new ScriptedCluster();
});

afterEach(() => cluster.remove());

const NEW_SCHEMA = [
  'delete job chat-service-migration --ignore-not-found',
  'apply -',
  'wait job chat-service-migration --for condition=complete',
];

describe('a blue-green release', { timeout: 60_000 }, () => {
  const deploy = () => cluster.run('blue-green', 'deploy', 'chat-service', '1.1.0');

  it('migrates, brings the idle colour up, and tests it before anybody gets to it', async () => {
    cluster.set('port of service/chat-service-preview', await aService('SERVING'));
    const { code, output } = await deploy();
    expect(code, output).toBe(0);
    expect(cluster.steps).toEqual([
      ...NEW_SCHEMA,
      'set selector service chat-service chat-service,release=stable',
      'apply -',
      'scale deployment chat-service-blue --replicas 3',
      'rollout status deployment chat-service-blue',
      'apply chat-service.yaml',
      'set selector service chat-service-preview chat-service,release=blue',
    ]);
    expect(cluster.read('releases/blue')).toBe('registry.example.com/messenger/chat-service:1.1.0');
    expect(cluster.read('selector of chat-service')).toBe('stable');
  });

  it('switches, goes back, and cleans up', async () => {
    cluster.set('port of service/chat-service-preview', await aService('SERVING'));
    await deploy();
    expect((await cluster.run('blue-green', 'switch', 'chat-service')).code).toBe(0);
    expect(cluster.read('selector of chat-service')).toBe('blue');
    expect(cluster.releases).toEqual(['blue', 'stable']);
    expect((await cluster.run('blue-green', 'rollback', 'chat-service')).code).toBe(0);
    expect(cluster.read('selector of chat-service')).toBe('stable');
    expect((await cluster.run('blue-green', 'switch', 'chat-service')).code).toBe(0);
    expect((await cluster.run('blue-green', 'clean', 'chat-service')).code).toBe(0);
    expect(cluster.releases).toEqual(['blue']);
    await deploy();
    expect(cluster.releases).toEqual(['blue', 'green']);
    expect(cluster.read('selector of chat-service')).toBe('blue');
  });

  it.each([
    ['its smoke test fails', 'NOT_SERVING', ''],
    ['its pods never get ready', 'SERVING', 'chat-service-blue never gets ready'],
  ] as const)('gives up where %s, and the live colour stays', async (_why, health, trouble) => {
    cluster.set('port of service/chat-service-preview', await aService(health));
    if (trouble !== '') cluster.set(trouble);
    const { code, output } = await deploy();
    expect(code, output).not.toBe(0);
    expect(output).toContain('stable is live as before');
    expect(cluster.releases).toEqual(['stable']);
    expect(cluster.read('selector of chat-service')).toBe('stable');
    const switched = await cluster.run('blue-green', 'switch', 'chat-service');
    expect(switched.code).not.toBe(0);
    expect(cluster.read('selector of chat-service')).toBe('stable');
  });

  it('deploys nothing where the schema cannot be migrated', async () => {
    cluster.set('chat-service-migration fails');
    expect((await deploy()).code).not.toBe(0);
    expect(cluster.steps).toEqual(NEW_SCHEMA);
  });

  it('does not switch to a colour that has fallen ill since', async () => {
    cluster.set('port of service/chat-service-preview', await aService('SERVING'));
    await deploy();
    cluster.set('port of service/chat-service-preview', await aService('NOT_SERVING'));
    expect((await cluster.run('blue-green', 'switch', 'chat-service')).code).not.toBe(0);
    expect(cluster.read('selector of chat-service')).toBe('stable');
  });

  it('does not go back where nothing has been switched', async () => {
    const { code, output } = await cluster.run('blue-green', 'rollback', 'chat-service');
    expect([code, output]).toEqual([1, expect.stringContaining('has not been switched')]);
  });

  it('asks a gateway for the signing keys', async () => {
    const port = await aGateway(200, '{"keys":[{"kid":"a"}]}');
    cluster.set('port of service/api-gateway-preview', port);
    expect((await cluster.run('smoke-test', 'api-gateway')).code).toBe(0);
    cluster.set('port of service/api-gateway-preview', await aGateway(503, '{"reason":"UNAVAILABLE"}'));
    expect((await cluster.run('smoke-test', 'api-gateway')).code).not.toBe(0);
  });
});

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
      'delete deployment,hpa --selector chat-service,release=canary',
    ]);
    expect(cluster.read('releases/stable')).toBe('registry.example.com/messenger/chat-service:1.1.0');
  });

  it('is taken away when it is aborted', async () => {
    cluster.set('releases/canary', 'messenger/chat-service:1.1.0');
    expect((await cluster.run('canary', 'abort', 'chat-service')).code).toBe(0);
    expect(cluster.releases).toEqual(['stable']);
  });

  it('is refused where a colour is pinned, since the Service would not take it', async () => {
    cluster.set('selector of chat-service', 'blue');
    expect(await deploy()).toMatchObject({ code: 1, output: expect.stringContaining('released by colours') });
    expect(cluster.steps).toEqual([]);
  });
});

describe('a rolling release', { timeout: 60_000 }, () => {
  it('applies what has no version, then migrates, then replaces each service to the end, and the gateway last', async () => {
    const { code, output } = await cluster.runWith({ OVERLAY: 'local' }, 'rolling', '1.1.0');
    expect(code, output).toBe(0);
    const migrations = SERVICE_NAMES.flatMap((app) => [
      `delete job ${app}-migration --ignore-not-found`,
      'apply -',
      `wait job ${app}-migration --for condition=complete`,
    ]);
    const replacements = [...SERVICE_NAMES, 'api-gateway'].flatMap((app) => [
      `apply --selector release,${app} -`,
      `rollout status deployment ${app}`,
    ]);
    expect(cluster.steps).toEqual(['apply --selector !release -', ...migrations, ...replacements]);
    expect(cluster.read('applied')).toMatch(/image: .*:1\.1\.0$/m);
  });

  it('leaves the gateway as it is where a service does not get ready', async () => {
    cluster.set('chat-service never gets ready');
    const { code } = await cluster.runWith({ OVERLAY: 'local' }, 'rolling', '1.1.0');
    expect(code).not.toBe(0);
    expect(cluster.steps.at(-1)).toBe('rollout status deployment chat-service');
  });
});

describe('a release script', { timeout: 60_000 }, () => {
  it.each([
    ['blue-green', 'deploy', 'chat-service', '1.1.0'],
    ['blue-green', 'clean', 'chat-service'],
    ['canary', 'deploy', 'chat-service', '1.1.0', '10'],
    ['canary', 'abort', 'chat-service'],
    ['rolling', '1.1.0'],
  ])('changes nothing with DRY_RUN: %s %s', async (script, ...args) => {
    cluster.set('releases/blue', 'messenger/chat-service:1.1.0');
    const { code, output } = await cluster.runWith({ DRY_RUN: '1' }, script, ...args);
    expect(code, output).toBe(0);
    expect(output).toMatch(/^\+ kubectl /m);
    expect(cluster.steps).toEqual([]);
  });

  it.each([
    ['no app', ['blue-green', 'deploy', '', '1.1.0']],
    ['an app that is none', ['canary', 'deploy', 'mail-service', '1.1.0', '10']],
    ['no version', ['blue-green', 'deploy', 'chat-service', '']],
    ['latest', ['canary', 'deploy', 'chat-service', 'latest', '10']],
    ['a weight of all', ['canary', 'deploy', 'chat-service', '1.1.0', '100']],
    ['an unknown step', ['canary', 'destroy', 'chat-service']],
  ])('refuses %s', async (_what, [script = '', ...args]) => {
    expect((await cluster.run(script, ...args)).code).not.toBe(0);
    expect(cluster.steps).toEqual([]);
  });
});
