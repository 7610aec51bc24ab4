import { APP_NAMES, CALLS, SERVICE_NAMES } from '@messenger/stack';
import { describe, expect, it } from 'vitest';
import { Cluster, matches } from './cluster.js';
import type { Manifest } from './render.js';

/** Somebody on the network: a pod of ours, or one elsewhere. */
interface Party {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  ip?: string;
}

interface Peer {
  podSelector?: { matchLabels?: Record<string, string> };
  namespaceSelector?: { matchLabels?: Record<string, string> };
  ipBlock?: { cidr: string };
}

interface Rule {
  from?: Peer[];
  to?: Peer[];
  ports?: { port: number }[];
}

const ELSEWHERE: Party[] = [
  { name: 'entry', namespace: 'envoy-gateway-system', labels: {} },
  { name: 'ingress', namespace: 'traefik-system', labels: {} },
  { name: 'monitoring', namespace: 'monitoring', labels: {} },
  { name: 'dns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } },
  { name: 'kube-system', namespace: 'kube-system', labels: {} },
  { name: 'stranger', namespace: 'default', labels: { 'app.kubernetes.io/name': 'api-gateway' } },
  { name: 'internet', ip: '142.250.1.1' },
];

const PORTS = [53, 80, 443, 465, 587, 3000, 4369, 5432, 5672, 6443, 8000, 9090, 15672, 25672, 50051];

/** Who calls whom by gRPC, and what each needs besides. */
const ARROWS = [
  ...APP_NAMES.flatMap((app) => CALLS[app].map((callee) => `${app} -> ${callee}:50051`)),
  // Sign-in with Google, and mail.
  'api-gateway -> internet:443',
  ...[443, 465, 587].map((port) => `auth-service -> internet:${port}`),
  ...APP_NAMES.flatMap((app) => [`${app} -> rabbitmq:5672`, `${app} -> dns:53`, `monitoring -> ${app}:9090`]),
  ...SERVICE_NAMES.flatMap((app) => [
    `${app} -> postgres:5432`,
    `${app}-migration -> postgres:5432`,
    `${app}-migration -> dns:53`,
    // Every pod may be watched; these listen on no such port.
    `monitoring -> ${app}-migration:9090`,
  ]),
];
/** The namespace of the controller is configuration. */
const WAYS_IN: Record<string, string[]> = {
  local: [],
  production: ['entry -> api-gateway:3000'],
  'by ingress': ['ingress -> api-gateway:3000'],
};
const SERVERS = ['postgres', 'rabbitmq'];

const cluster = await Cluster.rendered();

describe('the network', () => {
  it.each(Object.keys(WAYS_IN))('allows the arrows of the design and no other: %s', (from) => {
    const arrows = arrowsIn(cluster, from);
    const ofApps = arrows.filter((arrow) => !isBetweenServers(arrow));
    expect(ofApps.sort()).toEqual([...WAYS_IN[from]!, ...ARROWS].sort());
  });

  it.each(['base', 'local', 'production', 'by colours', 'previews'])('has both families: %s', (from) => {
    const policies = cluster.all(from, 'Service').map(({ metadata, spec }) => [metadata.name, spec.ipFamilyPolicy]);
    expect(policies.length).toBeGreaterThan(4);
    for (const [name, policy] of policies) expect(policy, name).toBe('PreferDualStack');
  });

  it('lets out to the internet by IPv6, too, and by neither to a private address', () => {
    const ways = cluster.all('base', 'NetworkPolicy').flatMap(({ spec }) => (spec.egress ?? []) as Rule[]);
    const blocks = ways
      .map(({ to = [] }) => to.flatMap(({ ipBlock }) => ipBlock ?? []))
      .filter((all) => all.length > 0);
    expect(blocks).toHaveLength(2);
    for (const all of blocks) {
      expect(all).toEqual([
        { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] },
        { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] },
      ]);
    }
  });

  it('lets the servers reach no app, whatever their operators need', () => {
    const arrows = arrowsIn(cluster, 'production').filter((arrow) => /^(postgres|rabbitmq) -> /.test(arrow));
    expect(arrows.filter((arrow) => /gateway|service/.test(arrow))).toEqual([]);
  });
});

/** Whatever one party may open to another. */
function arrowsIn(cluster: Cluster, from: string): string[] {
  const policies = cluster.all(from, 'NetworkPolicy');
  const parties = [...partiesOf(cluster), ...ELSEWHERE];
  return parties.flatMap((source) =>
    parties
      .filter((target) => isOurs(source) || isOurs(target))
      .flatMap((target) =>
        PORTS.filter(
          (port) =>
            mayPass(policies, 'Egress', source, target, port) && mayPass(policies, 'Ingress', target, source, port),
        ).map((port) => `${source.name} -> ${target.name}:${port}`),
      ),
  );
}

function partiesOf(cluster: Cluster): Party[] {
  const pods = [...cluster.podsIn('local'), ...cluster.podsIn('releases', 'Job')];
  return pods.map(({ name, labels }) => ({ name, namespace: 'messenger', labels }));
}

function isOurs({ namespace }: Party): boolean {
  return namespace === 'messenger';
}

function mayPass(policies: Manifest[], type: 'Ingress' | 'Egress', self: Party, peer: Party, port: number): boolean {
  if (!isOurs(self)) return true;
  const [rules, peers] = type === 'Ingress' ? (['ingress', 'from'] as const) : (['egress', 'to'] as const);
  return policies
    .filter(({ spec }) => (spec.policyTypes as string[]).includes(type) && selects(spec.podSelector as object, self))
    .flatMap(({ spec }) => (spec[rules] ?? []) as Rule[])
    .some((rule) => {
      const allowed = rule[peers];
      const isPort = rule.ports?.some((each) => each.port === port) ?? true;
      return isPort && (allowed === undefined || allowed.some((each) => isPeer(each, peer)));
    });
}

function selects(selector: { matchLabels?: Record<string, string> }, { labels = {} }: Party): boolean {
  return matches(labels, selector.matchLabels);
}

function isPeer({ podSelector, namespaceSelector, ipBlock }: Peer, party: Party): boolean {
  if (ipBlock !== undefined) return party.ip !== undefined;
  if (party.namespace === undefined) return false;
  const isNamespace =
    namespaceSelector === undefined
      ? isOurs(party)
      : matches({ 'kubernetes.io/metadata.name': party.namespace }, namespaceSelector.matchLabels);
  return isNamespace && (podSelector === undefined || selects(podSelector, party));
}

/** What the servers need for themselves is the operators' matter, and DNS. */
function isBetweenServers(arrow: string): boolean {
  const [source = '', target = ''] = arrow.split(/ -> |:/);
  const isServer = (name: string): boolean => SERVERS.includes(name);
  return isServer(source) || (isServer(target) && ELSEWHERE.some(({ name }) => name === source));
}
