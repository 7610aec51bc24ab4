import { describe, expect, it } from 'vitest';
import { Cluster, type Pods } from './cluster.js';

/** The most that one of the apps has after its start: docs/releasing.md, "Sizes". */
const IDLE_MIB = 241;
/** Code, stacks, buffers; one decoded picture; four passwords that are hashed. */
const BESIDE_THE_HEAP_MIB = 192;

const cluster = await Cluster.rendered();

describe('the pods', () => {
  const apps = (): Pods[] => cluster.pods.filter(({ kind }) => kind === 'Deployment');
  const ours = (): Pods[] => cluster.pods.filter(({ container }) => String(container.image).includes('messenger/'));

  it('are restricted, as Pod Security has it', () => {
    for (const { from, name, spec, container } of cluster.pods) {
      const where = `${from}: ${name}`;
      expect(spec.containers, where).toHaveLength(1);
      expect(spec.securityContext, where).toMatchObject({
        runAsNonRoot: true,
        runAsUser: expect.any(Number),
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(container.securityContext, where).toMatchObject({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
      });
      expect(container.securityContext.capabilities.add, where).toBeUndefined();
      expect([spec.hostNetwork, spec.hostPID, spec.hostIPC], where).toEqual([undefined, undefined, undefined]);
      for (const volume of (spec.volumes ?? []) as Record<string, unknown>[]) {
        expect(['emptyDir', 'projected', 'secret'], where).toContain(Object.keys(volume).find((key) => key !== 'name'));
      }
    }
    expect(cluster.named('base', 'Namespace', 'messenger').metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
  });

  it('have no token of Kubernetes', () => {
    for (const { spec } of cluster.pods) expect(spec.automountServiceAccountToken).toBe(false);
    for (const account of cluster.all('base', 'ServiceAccount'))
      expect(account.automountServiceAccountToken).toBe(false);
  });

  it('of ours run as user 1000 on a root file system that they cannot write', () => {
    expect(ours().length).toBeGreaterThan(30);
    for (const { spec, container } of ours()) {
      expect(spec.securityContext.runAsUser).toBe(1000);
      expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
    }
  });

  it('have requests and limits', () => {
    const amounts = { cpu: expect.any(String), memory: expect.any(String) };
    for (const { from, container } of cluster.pods) {
      expect(container.resources, from).toEqual({ requests: amounts, limits: amounts });
    }
  });

  it('of the apps get more memory than an idle one has, and a heap that leaves room for the rest', () => {
    for (const { name, container } of apps()) {
      const { requests, limits } = container.resources;
      const [, heap] = /--max-old-space-size=(\d+)/.exec(variableOf(container, 'NODE_OPTIONS')) ?? [];
      expect(mebibytes(requests.memory), name).toBeGreaterThan(1.2 * IDLE_MIB);
      expect(mebibytes(limits.memory) - Number(heap), name).toBeGreaterThan(BESIDE_THE_HEAP_MIB);
    }
  });

  it('are asked for their health on the admin port, by paths that it has', () => {
    for (const { container } of apps()) {
      expect(container.ports).toContainEqual({ name: 'admin', containerPort: 9090 });
      expect(container.startupProbe.httpGet).toEqual({ path: '/healthz', port: 'admin' });
      expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'admin' });
      expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'admin' });
    }
  });

  it('have the time to drain: preStop, and then the 10 s that an app takes at most', () => {
    for (const { spec, container } of apps()) {
      const preStop = Number(container.lifecycle.preStop.sleep.seconds);
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(preStop + 10);
    }
  });

  it('are spread over nodes and zones, each release by itself', () => {
    for (const { labels, spec } of apps()) {
      const { 'app.kubernetes.io/name': name, release } = labels;
      const labelSelector = { matchLabels: { 'app.kubernetes.io/name': name, release } };
      expect(spec.topologySpreadConstraints).toEqual([
        expect.objectContaining({ topologyKey: 'kubernetes.io/hostname', labelSelector }),
        expect.objectContaining({ topologyKey: 'topology.kubernetes.io/zone', labelSelector }),
      ]);
    }
  });
});

function mebibytes(quantity: string): number {
  return Number(/^(\d+)Mi$/.exec(quantity)![1]);
}

function variableOf({ env }: { env: { name: string; value?: string }[] }, name: string): string {
  return env.find((each) => each.name === name)?.value ?? '';
}
