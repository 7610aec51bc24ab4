import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { APP_NAMES } from '@messenger/stack';
import { eventually } from '@messenger/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPod, aService } from '../apps.js';
import { Cluster } from '../cluster.js';
import type { Manifest } from '../render.js';
import { Endpoints } from './endpoints.js';
import { RealCluster } from './real-cluster.js';

/** What this cluster could not show. */
const notCovered = new Set<string>();
const GOOD = { requests: 1_000, failed: 1, slow: 10 };
const APP = 'chat-service';

const real = await new RealCluster().create();
const areNodesFake = await real.hasFakeNodes();
const known = await real.knownKinds();
const rendered = await Cluster.rendered();

const FAKE_NODES = [
  'what pods answer: the nodes are fake, and stand-ins answer the smoke test, metrics and probes',
  'images, volumes and policies as pods feel them: the nodes are fake',
];
const REAL_NODES = [
  'the release scripts: nobody says whether the nodes have the images; make test-containers, then by hand',
];

beforeAll(() => {
  for (const what of areNodesFake ? FAKE_NODES : REAL_NODES) notCovered.add(what);
});

afterAll(async () => {
  await real.remove();
  console.log(['Not covered on this cluster:', ...notCovered].join('\n  - '));
});

/** In the test's own namespace, without the kinds that the cluster does not know. */
function forThisCluster(manifests: Manifest[]): string {
  const [taken, left] = [true, false].map((isKnown) =>
    manifests.filter(({ apiVersion, kind }) => known.has(`${apiVersion}/${kind}`) === isKnown),
  );
  for (const { apiVersion, kind } of left!) notCovered.add(`${apiVersion} ${kind}: the cluster does not know it`);
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: taken!.map(inNamespace) });
}

function inNamespace(manifest: Manifest): Manifest {
  const { kind, metadata } = manifest;
  if (kind === 'Namespace') return { ...manifest, metadata: { ...metadata, name: real.namespace } };
  return { ...manifest, metadata: { ...metadata, namespace: real.namespace } };
}

describe('the API of the cluster', { timeout: 120_000 }, () => {
  it.each([...rendered.manifests.keys()])('takes each object in a strict dry run: %s', async (from) => {
    const objects = forThisCluster(rendered.all(from));
    const output = await real.kubectlWith(
      objects,
      ...['apply', '--server-side', '--dry-run=server', '--validate=strict', '--filename', '-'],
    );
    expect(output.trim().split('\n').length).toBeGreaterThan(4);
    expect(output).not.toMatch(/warning|error/i);
  });

  it.each(['secrets', 'local', 'production', 'by ingress', 'by colours'])('applies %s', async (from) => {
    const objects = forThisCluster(rendered.all(from));
    const output = await real.kubectlWith(objects, 'apply', '--filename', '-');
    expect(output).not.toMatch(/would violate|error/i);
    if (from === 'secrets') return;
    await real.kubectlWith(forThisCluster(workloads(from)), 'delete', '--ignore-not-found', '--filename', '-');
  });

  function workloads(from: string): Manifest[] {
    return rendered.all(from).filter(({ kind }) => !['Namespace', 'Secret'].includes(kind));
  }
});

// Without the project's images on real nodes there is nothing to release.
describe.runIf(areNodesFake)('the release scripts', { timeout: 300_000 }, () => {
  let endpoints: Endpoints;

  beforeAll(async () => {
    const { code, output } = await real.script('rolling', '1.0.0');
    expect(code, output).toBe(0);
  }, 300_000);

  beforeEach(async () => {
    real.standIns.set('service/', await aService('SERVING'));
    real.standIns.set('pod/', await aPod(GOOD));
    endpoints = new Endpoints(real.namespace, APP, real.environment());
    await eventually(() => expect(endpoints.pods.length).toBeGreaterThan(0));
  });

  afterEach(async () => {
    await endpoints.stop();
    expect(endpoints.gaps).toBe(0);
    const { output } = await real.script('status', APP);
    expect(output).toMatch(new RegExp(`^${APP} +plain +stable [\\d.]+, (\\d+) of \\1 pods$`, 'm'));
  });

  const runs = async (script: string, ...args: string[]): Promise<string> => {
    const { code, output } = await real.script(script, ...args);
    expect(code, output).toBe(0);
    return output;
  };
  const refuses = async (why: string, script: string, ...args: string[]): Promise<void> => {
    const { code, output } = await real.script(script, ...args);
    expect([code, output]).toEqual([1, expect.stringContaining(why)]);
  };
  const autoscalers = (): Promise<string> =>
    real.kubectl('get', 'hpa', '--selector', `app.kubernetes.io/name=${APP}`, '--output', 'name');

  it('by colours: deploy, switch, rollback, switch, finish', async () => {
    await runs('blue-green', 'deploy', APP, '1.1.0');
    await refuses('released by colours', 'canary', 'deploy', APP, '1.2.0', '50');
    expect(await runs('rolling', '1.0.1')).toContain(`${APP} stays as it is, blue-green`);
    await real.kubectl('scale', 'deployment', APP, '--replicas', '3');
    for (const [step, live] of [
      ['switch', 'blue'],
      ['rollback', 'stable'],
      ['switch', 'blue'],
    ] as const) {
      await runs('blue-green', step, APP);
      await eventually(() =>
        expect(endpoints.pods.every((pod) => pod.includes('-blue-') === (live === 'blue'))).toBe(true),
      );
      expect(endpoints.pods).toHaveLength(3);
      expect(await autoscalers()).toMatch(live === 'blue' ? /-blue\n$/ : /chat-service\n$/);
    }
    await runs('blue-green', 'finish', APP);
    expect((await real.script('status', APP)).output).toContain('stable 1.1.0');
  });

  it('by colours that fail: the app is plain again', async () => {
    real.standIns.set('service/', await aService('NOT_SERVING'));
    await refuses('stable is live as before', 'blue-green', 'deploy', APP, '1.2.0');
    await refuses('Now it is plain', 'blue-green', 'switch', APP);
  });

  it('by a canary: watched and promoted; aborted where it cannot be measured', async () => {
    await runs('canary', 'deploy', APP, '1.3.0', '50');
    await refuses('make canary-promote', 'blue-green', 'deploy', APP, '1.4.0');
    expect(await runs('rolling', '1.3.1')).toContain(`${APP} stays as it is, canary`);
    await runs('canary', 'promote', APP);
    real.standIns.delete('pod/');
    await refuses('1.4.0 cannot be measured: ', 'canary', 'deploy', APP, '1.4.0', '50');
  });

  it.runIf(known.has('gateway.networking.k8s.io/v1/HTTPRoute'))(
    'by a canary of the gateway, to which the route gives its exact share',
    async () => {
      await real.kubectlWith(forThisCluster(rendered.all('production', 'HTTPRoute')), 'apply', '--filename', '-');
      const backends = () =>
        real.kubectl(
          'get',
          'httproute',
          'api-gateway',
          '--output',
          'jsonpath={.spec.rules[*].backendRefs[*].name} {.spec.rules[*].backendRefs[*].weight}',
        );
      await runs('canary', 'deploy', 'api-gateway', '1.3.0', '10');
      expect(await backends()).toBe(
        'api-gateway-stable api-gateway-canary api-gateway-stable api-gateway-canary 90 10 90 10',
      );
      await runs('rolling', '1.3.2');
      expect(await backends()).toContain('90 10 90 10');
      await runs('canary', 'abort', 'api-gateway');
      expect(await backends()).toBe('api-gateway api-gateway 1 1');
    },
  );

  it('pod by pod: in vain within seconds where no node has room, then taken up again', async () => {
    const settings = { OVERLAY: '../../test/kubernetes/live/too-big' };
    const { code, output } = await real.scriptWith(settings, 'rolling', '1.5.0');
    expect([code, output]).toEqual([1, expect.stringMatching(/Unschedulable: .*Insufficient cpu/)]);
    // By its own count, whatever else keeps the machine busy.
    expect(output).not.toMatch(/after [2-9]\d s/);
    expect((await real.script('status')).output).toContain('make rolling-deploy VERSION=');
    await runs('rolling', '1.5.0');
    for (const app of APP_NAMES) expect((await real.script('status', app)).output).toContain('stable 1.5.0');
  });

  it.each([2, 5, 8])('cut off after %s s: the command that the status names leads back', async (seconds) => {
    await runs('blue-green', 'deploy', APP, '1.6.0');
    const cut = spawn(
      'sh',
      ['-c', `scripts/release/blue-green.sh switch ${APP}; scripts/release/blue-green.sh finish ${APP}`],
      {
        ...{ env: real.environment(), detached: true, stdio: 'ignore' },
      },
    );
    setTimeout(() => process.kill(-cut.pid!, 'SIGKILL'), seconds * 1_000);
    await once(cut, 'close');
    const { output } = await real.script('status', APP);
    if (output.includes(`back to plain: make blue-green-finish APP=${APP}`)) await runs('blue-green', 'finish', APP);
  });
});
