import { APP_NAMES } from '@messenger/stack';
import { describe, expect, it } from 'vitest';
import { Cluster, matches } from './cluster.js';

const RELEASES = ['stable', 'blue', 'green', 'canary'];

type Labels = Record<string, string>;

const cluster = await Cluster.rendered();

describe('a selector', () => {
  it('of a Deployment or StatefulSet matches its own pods', () => {
    for (const { kind, manifest, labels } of cluster.pods) {
      if (kind !== 'Job') expect(matches(labels, manifest.spec.selector.matchLabels as Labels)).toBe(true);
    }
  });

  it.each(['base', 'local'])('of a Service in %s takes the pods of one Deployment, by ports that they have', (from) => {
    for (const { metadata, spec } of cluster.all(from, 'Service')) {
      const behind = cluster.podsIn(from).filter(({ labels }) => matches(labels, spec.selector as Labels));
      expect(behind, metadata.name).toHaveLength(1);
      const ports = (behind[0]!.container.ports as { name: string }[]).map(({ name }) => name);
      for (const { targetPort } of spec.ports as { targetPort: string }[]) expect(ports).toContain(targetPort);
    }
  });

  it('of a disruption budget takes the pods of one Deployment', () => {
    for (const { spec } of cluster.all('base', 'PodDisruptionBudget')) {
      const selector = spec.selector.matchLabels as Labels;
      expect(cluster.podsIn('base').filter(({ labels }) => matches(labels, selector))).toHaveLength(1);
    }
  });

  it.each(APP_NAMES)('of the Service of %s takes the stable pods and the canary; pinned, one colour', (app) => {
    const taken = (selector: Labels): string[] =>
      RELEASES.filter((release) => matches(cluster.labelsOf(app, release), selector));
    const { selector } = cluster.named('base', 'Service', app).spec as { selector: Labels };
    expect(taken(selector)).toEqual(RELEASES);
    expect(taken({ ...selector, release: 'green' })).toEqual(['green']);
    for (const { labels } of cluster.podsIn('releases', 'Job')) expect(matches(labels, selector)).toBe(false);
  });

  it.each(APP_NAMES)('of the preview of %s waits for a colour, on the ports of its Service', (app) => {
    const { spec } = cluster.named('previews', 'Service', `${app}-preview`);
    expect(spec.selector).toEqual({ 'app.kubernetes.io/name': app, release: 'none' });
    const ports = cluster.named('base', 'Service', app).spec.ports as object[];
    expect(spec.ports).toEqual(ports.map((port) => ({ ...port, appProtocol: undefined })));
  });

  it("of an autoscaler is its own release's Deployment", () => {
    for (const from of ['base', 'production', 'releases']) {
      for (const { metadata, spec } of cluster.all(from, 'HorizontalPodAutoscaler')) {
        expect(spec.scaleTargetRef).toEqual({ apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name });
        expect(cluster.named(from, 'Deployment', metadata.name)).toBeDefined();
      }
    }
    expect(
      cluster
        .all('releases', 'HorizontalPodAutoscaler')
        .map(({ metadata }) => metadata.name)
        .join(),
    ).not.toContain('canary');
  });

  const portsOfGateway = (from: string) =>
    cluster.named(from, 'Service', 'api-gateway').spec.ports as { name: string; port: number }[];

  it('of the Ingress is the Service of the gateway, with TLS for its host', () => {
    const { tls, rules, ingressClassName } = cluster.named('by ingress', 'Ingress', 'api-gateway').spec;
    expect([ingressClassName, rules[0].host, tls[0].hosts]).toEqual([
      'traefik',
      'chat.example.org',
      ['chat.example.org'],
    ]);
    const { name, port } = rules[0].http.paths[0].backend.service;
    expect(name).toBe('api-gateway');
    expect(portsOfGateway('by ingress').map((each) => each.name)).toContain(port.name);
  });

  it('of the HTTPRoute is the Service of the gateway, by the Gateway that has TLS for its host', () => {
    const { parentRefs, hostnames, rules } = cluster.named('production', 'HTTPRoute', 'api-gateway').spec;
    const { listeners } = cluster.named('production', 'Gateway', parentRefs[0].name as string).spec;
    expect([listeners[0].name, [listeners[0].hostname]]).toEqual([parentRefs[0].sectionName, hostnames]);
    for (const { backendRefs } of rules as { backendRefs: { name: string; port: number }[] }[]) {
      expect(backendRefs).toEqual([{ name: 'api-gateway', port: portsOfGateway('production')[0]!.port }]);
    }
  });

  it.each(['production', 'by ingress'])('of links in mails is the host that people come in by: %s', (from) => {
    const { HOST } = cluster.named(from, 'ConfigMap', 'entry').data as Labels;
    expect(cluster.named(from, 'ConfigMap', 'api-gateway').data.PUBLIC_URL).toBe(`https://${HOST}`);
  });
});
