import { MIGRATION_SETTINGS, parseEnv } from '@messenger/config';
import { APP_NAMES, SERVICE_NAMES, type AppName } from '@messenger/stack';
import { describe, expect, it } from 'vitest';
import { configOf, expectOnly, type Environment } from '../support/app-config.js';
import { Cluster, type Pods } from './cluster.js';

interface Variable {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef: { name: string; key: string } };
}

interface Source {
  configMapRef?: { name: string };
  secretRef?: { name: string; optional?: boolean };
}

/** A setting of Node.js, and of no app. */
const NODES_OWN = 'NODE_OPTIONS';

const cluster = await Cluster.rendered();

describe('the environment', () => {
  const podsOf = (from: string, name: string): Pods => cluster.podsIn(from).find((each) => each.name === name)!;

  it.each(APP_NAMES.flatMap((app) => [`${app} in local`, `${app} in production`]))('is what %s needs', async (what) => {
    const [app = '', , from = ''] = what.split(' ');
    const env = environmentOf(cluster, podsOf(from, app));
    const config = await configOf(app as AppName, env);
    expect(config.admin).toEqual({ host: '::', port: 9090 });
    expect(config).toMatchObject({
      production: true,
      [app === 'api-gateway' ? 'http' : 'grpc']: { host: '::' },
      amqp: { url: expect.stringMatching(/^amqp:\/\/\w+:\w+@rabbitmq:/) },
    });
  });

  it.each(SERVICE_NAMES)("is what %s's migration needs, which alone knows the owner", (app) => {
    const env = environmentOf(cluster, podsOf('releases', `${app}-migration`));
    expect(() => parseEnv(app, MIGRATION_SETTINGS, env)).not.toThrow();
    expectOnly(env, MIGRATION_SETTINGS);
    const runtime = environmentOf(cluster, podsOf('releases', app));
    expect(new URL(env.DATABASE_OWNER_URL!).username).toMatch(/_owner$/);
    expect(new URL(runtime.DATABASE_URL!).username).toBe(app.replace('-', '_'));
    expect(Object.keys(runtime)).not.toContain('DATABASE_OWNER_URL');
  });

  it('is the same for every release', () => {
    for (const app of APP_NAMES) {
      const ofRelease = (name: string): Environment => environmentOf(cluster, podsOf('releases', name));
      for (const release of ['blue', 'green', 'canary']) expect(ofRelease(`${app}-${release}`)).toEqual(ofRelease(app));
    }
  });

  it('names every upstream by an address that its Service has', () => {
    for (const { data } of cluster.all('base', 'ConfigMap')) {
      for (const [, address] of Object.entries(data as Environment).filter(([name]) => name.endsWith('_GRPC_URL'))) {
        const [, host = '', port] = /^dns:\/\/\/([a-z-]+):(\d+)$/.exec(address) ?? [];
        const { clusterIP, ports } = cluster.named('base', 'Service', host).spec;
        expect([clusterIP, ports[0].port]).toEqual(['None', Number(port)]);
      }
    }
  });
});

/** What the container gets, with the secrets that `make kubernetes-secrets` prints. */
function environmentOf(cluster: Cluster, { from, container }: Pods): Environment {
  const config = from === 'releases' ? 'production' : from;
  const sources = (container.envFrom ?? []) as Source[];
  const all = sources.map(({ configMapRef, secretRef }) =>
    configMapRef
      ? (cluster.named(config, 'ConfigMap', configMapRef.name).data as Environment)
      : secretOf(cluster, secretRef!),
  );
  const env: Environment = Object.assign({}, ...all);
  const variables = (container.env ?? []) as Variable[];
  for (const { name, value, valueFrom } of variables.filter((each) => each.name !== NODES_OWN)) {
    const plain = value ?? secretOf(cluster, valueFrom!.secretKeyRef)[valueFrom!.secretKeyRef.key]!;
    env[name] = plain.replaceAll(/\$\((\w+)\)/g, (_whole, other: string) => env[other]!);
  }
  return env;
}

function secretOf(cluster: Cluster, { name, optional }: { name: string; optional?: boolean }): Environment {
  const secret = cluster.all('secrets', 'Secret').find(({ metadata }) => metadata.name === name);
  if (secret === undefined && optional !== true) throw new Error(`There is no secret ${name}`);
  return (secret?.stringData ?? {}) as Environment;
}
