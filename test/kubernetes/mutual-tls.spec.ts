import { APP_NAMES } from '@messenger/stack';
import { describe, expect, it } from 'vitest';
import { Cluster, type Pods } from './cluster.js';

const cluster = await Cluster.rendered();
const FOLDER = '/run/certificates';

interface Volume {
  name: string;
  secret?: { secretName: string };
}

describe('the calls between the apps', () => {
  it.each(APP_NAMES)('by %s are by a certificate of its name, which is renewed in time', (app) => {
    const { spec } = cluster.named('production', 'Certificate', app);
    expect(spec).toMatchObject({ dnsNames: [app], usages: ['server auth', 'client auth'] });
    expect(hours(spec.renewBefore)).toBeGreaterThan(14 * 24);
    expect(hours(spec.renewBefore)).toBeLessThan(hours(spec.duration) / 2);
    const authority = cluster.named('production', 'Issuer', spec.issuerRef.name).spec.ca.secretName;
    const authorities = cluster.all('production', 'Certificate').filter((each) => each.spec.isCA === true);
    expect(authorities.map((each) => each.spec.secretName)).toEqual([authority]);
    const releases = cluster.podsIn('releases', 'Deployment').filter(({ labels }) => nameIn(labels) === app);
    expect(releases).toHaveLength(4);
    for (const pods of [...releases, cluster.podsIn('production').find(({ name }) => name === app)!]) {
      expect(mountedSecret(pods), pods.name).toBe(spec.secretName);
    }
  });

  it('are in plain text in local, where nothing issues certificates', () => {
    expect(cluster.podsIn('local', 'Deployment').map(mountedSecret)).toEqual(APP_NAMES.map(() => undefined));
    expect(cluster.all('local', 'Certificate')).toEqual([]);
  });
});

/** The secret that an app's settings point into. */
function mountedSecret({ container, spec }: Pods): string | undefined {
  const env = container.env as { name: string; value?: string }[];
  const files = env.filter(({ name }) => name.startsWith('GRPC_TLS_')).map(({ value }) => value);
  if (files.length === 0) return undefined;
  expect(files).toEqual(['ca.crt', 'tls.crt', 'tls.key'].map((file) => `${FOLDER}/${file}`));
  const mounts = container.volumeMounts as { name: string; mountPath: string }[];
  const mount = mounts.find(({ mountPath }) => mountPath === FOLDER);
  return (spec.volumes as Volume[]).find(({ name }) => name === mount?.name)?.secret?.secretName;
}

function nameIn(labels: Record<string, string>): string | undefined {
  return labels['app.kubernetes.io/name'];
}

function hours(duration: string): number {
  return Number(/^(\d+)h$/.exec(duration)?.[1]);
}
