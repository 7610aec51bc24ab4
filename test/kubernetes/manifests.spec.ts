import { readFileSync } from 'node:fs';
import { APP_NAMES, provisioningStatements, ROLES } from '@messenger/stack';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { Cluster } from './cluster.js';
import { complaints } from './field-names.js';
import { RELEASED } from './render.js';
import { hasModel, validate } from './schemas.js';

/** DATABASE_POOL_SIZE by default. */
const POOL_SIZE = 10;

const cluster = await Cluster.rendered();

describe('the manifests', () => {
  const every = (): ReturnType<Cluster['all']> => [...cluster.manifests.values()].flat();

  it.each(['base', 'local', 'production', 'by colours', 'by ingress', 'releases', 'secrets', 'previews'])(
    'are what Kubernetes takes: %s',
    (from) => {
      expect(cluster.all(from).length).toBeGreaterThan(4);
      for (const manifest of cluster.all(from)) validate(manifest);
    },
  );

  it('name no field that does not exist', () => {
    const known = every().filter(hasModel);
    const deployment = cluster.named('base', 'Deployment', 'chat-service');
    const misspelled = { ...deployment, spec: { ...deployment.spec, minReadySecond: 1 } };
    expect(complaints([...known, misspelled])).toEqual([expect.stringContaining('minReadySecond')]);
  }, 120_000);

  it.each(['Gateway', 'HTTPRoute'])('of Gateway API have no field that does not exist: %s', (kind) => {
    const [manifest] = cluster.all('production', kind);
    expect(() => validate({ ...manifest!, spec: { ...manifest!.spec, hostname: 'a' } })).toThrow('hostname');
  });

  it('are all in one namespace', () => {
    const namespaced = every().filter(({ kind }) => kind !== 'Namespace');
    expect(new Set(namespaced.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['messenger']));
  });

  it('name an image by its version: this one, or the one that is released', () => {
    for (const { from, name, container } of cluster.pods) {
      const [, image = '', tag] = /([^/]+):([^:]+)$/.exec(container.image as string) ?? [];
      if (['postgres', 'rabbitmq'].includes(image)) expect(tag, from).toMatch(/^\d/);
      else expect(tag, `${from}: ${name}`).toBe(from === 'releases' ? RELEASED : packageJson.version);
    }
  });

  it.each(APP_NAMES)('give %s all that an app has', (app) => {
    const kinds = cluster
      .all('base')
      .filter(({ metadata }) => metadata.name === app)
      .map(({ kind }) => kind);
    expect(kinds.sort()).toEqual([
      ...['ConfigMap', 'Deployment', 'HorizontalPodAutoscaler', 'NetworkPolicy', 'PodDisruptionBudget'],
      ...['Service', 'ServiceAccount'],
    ]);
  });

  it('have no stable Deployment where apps are released by colours alone', () => {
    const kinds = new Set(cluster.all('by colours').map(({ kind }) => kind));
    expect([kinds.has('Service'), kinds.has('Deployment'), kinds.has('HorizontalPodAutoscaler')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('make the roles and schemas that the local stack makes', () => {
    const passwords = Object.fromEntries(ROLES.map((role) => [role, '-']));
    const wanted = provisioningStatements('messenger', passwords).map((sql) => sql.replace(/ PASSWORD '-'$/, ''));
    const sql = readFileSync('k8s/base/postgres/provisioning.sql', 'utf8').replaceAll(/^--.*$/gm, '');
    expect(onOneLine(sql)).toBe(onOneLine(`${wanted.join(';')};`));
    const managed = cluster.named('production', 'Cluster', 'postgres').spec.managed.roles as { name: string }[];
    expect(managed.map(({ name }) => name).sort()).toEqual([...ROLES].sort());
  });

  it('let PostgreSQL take the pools of all pods, and as many again while two versions run', () => {
    const pods = cluster
      .all('production', 'HorizontalPodAutoscaler')
      .filter(({ metadata }) => metadata.name.endsWith('-service'))
      .reduce((sum, { spec }) => sum + Number(spec.maxReplicas), 0);
    const { parameters } = cluster.named('production', 'Cluster', 'postgres').spec.postgresql;
    expect(Number(parameters.max_connections)).toBeGreaterThanOrEqual(2 * pods * POOL_SIZE);
  });
});

function onOneLine(sql: string): string {
  return sql.replaceAll(/\s+/g, ' ').replaceAll('; ', ';').trim();
}
