import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerCredentials } from '@grpc/grpc-js';
import { SERVICE_NAMES } from '@messenger/stack';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CertificateAuthority } from '../../tools/testing/src/certificate-authority.js';
import { aGateway, aService } from './apps.js';
import { NEW_SCHEMA, ScriptedCluster } from './scripted-cluster.js';

/** Of a certificate's secret. */
const FILES = ['ca.crt', 'tls.crt', 'tls.key'];

let cluster: ScriptedCluster;

beforeEach(() => {
  cluster = new ScriptedCluster();
});

afterEach(() => cluster.remove());

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
      'apply -',
      'set selector service chat-service-preview chat-service,release=blue',
    ]);
    expect(cluster.read('releases/chat-service/blue')).toBe('registry.example.com/messenger/chat-service:1.1.0');
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
    expect(cluster.read('selector of chat-service')).toBe('');
    const switched = await cluster.run('blue-green', 'switch', 'chat-service');
    expect([switched.code, switched.output]).toEqual([1, expect.stringContaining('Now it is plain')]);
    expect(cluster.read('selector of chat-service')).toBe('');
    expect(cluster.violations).toBe('');
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

  it.each([
    ['switch', 'blue', 'stable'],
    ['rollback', 'stable', 'blue'],
    ['finish', 'stable', 'blue'],
  ])('%s makes %s as big as %s has become, and the autoscaler goes with the traffic', async (step, target, last) => {
    cluster.set('port of service/chat-service-preview', await aService('SERVING'));
    cluster.set('autoscalers/chat-service');
    await deploy();
    if (step !== 'switch') await cluster.run('blue-green', 'switch', 'chat-service');
    const nameOf = (release: string) => (release === 'stable' ? 'chat-service' : `chat-service-${release}`);
    expect(cluster.autoscalers).toEqual([nameOf(last)]);
    cluster.set(`replicas/${nameOf(last)}`, '5\n').set(`replicas/${nameOf(target)}`, '2\n');
    const before = cluster.steps.length;
    const { code, output } = await cluster.run('blue-green', step, 'chat-service');
    expect(code, output).toBe(0);
    const steps = cluster.steps.slice(before);
    const [scaled, ready, moved] = [
      `scale deployment ${nameOf(target)} --replicas 5`,
      `rollout status deployment ${nameOf(target)}`,
      `set selector service chat-service chat-service,release=${target}`,
    ].map((each) => steps.indexOf(each));
    expect(scaled).toBeGreaterThanOrEqual(0);
    expect([ready! > scaled!, moved! > ready!], steps.join('\n')).toEqual([true, true]);
    expect(cluster.autoscalers).toEqual([nameOf(target)]);
    expect(cluster.violations).toBe('');
  });

  it.each([
    ['finish', 'after a switch', 'switch', '1.1.0'],
    ['finish', 'before any', undefined, '1.0.0'],
    ['clean', 'before any', undefined, '1.0.0'],
    ['finish', 'after a switch and back', 'rollback', '1.0.0'],
  ])(
    '%s %s leads back to plain: the live version alone, by the name of stable',
    async (step, _when, moved, version) => {
      cluster.set('port of service/chat-service-preview', await aService('SERVING'));
      await deploy();
      if (moved !== undefined) await cluster.run('blue-green', 'switch', 'chat-service');
      if (moved === 'rollback') await cluster.run('blue-green', 'rollback', 'chat-service');
      const { code, output } = await cluster.run('blue-green', step, 'chat-service');
      expect(code, output).toBe(0);
      expect(cluster.releases).toEqual(['stable']);
      expect(cluster.read('releases/chat-service/stable')).toContain(`:${version}`);
      expect(cluster.read('selector of chat-service')).toBe('');
      expect(cluster.violations).toBe('');
      // Its callers have forgotten a colour before it goes.
      expect(cluster.read('calls')).toMatch(/^sleep 35\ndelete deployment,/m);
    },
  );

  it('does not go back where nothing has been switched', async () => {
    const { code, output } = await cluster.run('blue-green', 'rollback', 'chat-service');
    expect([code, output]).toEqual([1, expect.stringContaining('has not been switched')]);
  });

  it.each([
    ['the same authority', 0],
    ['another', 1],
  ])('asks a service that wants certificates with the one of the gateway, of %s', async (which, code) => {
    const folder = mkdtempSync(join(tmpdir(), 'messenger-certificates-'));
    const [ours, another] = [await CertificateAuthority.create(), await CertificateAuthority.create()];
    await ours.issue(join(folder, 'service'), { name: 'chat-service', days: 1 });
    await (code === 0 ? ours : another).issue(join(folder, 'gateway'), { name: 'api-gateway', days: 1 });
    const [ca, cert, key] = FILES.map((file) => readFileSync(join(folder, 'service', file)));
    const credentials = ServerCredentials.createSsl(ca!, [{ private_key: key!, cert_chain: cert! }], true);
    cluster.set('port of service/chat-service-preview', await aService('SERVING', credentials));
    const secret = FILES.map((file) => `${file} ${readFileSync(join(folder, 'gateway', file), 'base64')}\n`);
    cluster.set('secret api-gateway-certificate', secret.join(''));
    rmSync(folder, { recursive: true });
    const outcome = await cluster.run('smoke-test', 'chat-service');
    expect(outcome.code, `${which}: ${outcome.output}`).toBe(code);
  });

  it('asks a gateway for the signing keys', async () => {
    const port = await aGateway(200, '{"keys":[{"kid":"a"}]}');
    cluster.set('port of service/api-gateway-preview', port);
    expect((await cluster.run('smoke-test', 'api-gateway')).code).toBe(0);
    cluster.set('port of service/api-gateway-preview', await aGateway(503, '{"reason":"UNAVAILABLE"}'));
    expect((await cluster.run('smoke-test', 'api-gateway')).code).not.toBe(0);
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
