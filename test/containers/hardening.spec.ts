import { APP_NAMES, SERVICE_NAMES } from '@messenger/stack';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { composeFile, containers, interpolated, runsOnce } from './compose-file.js';

/** Whose users are called by name, because their number differs between builds of the image. Neither is root. */
const NAMED_USERS: Record<string, string> = {
  'postgres:18-bookworm': 'postgres',
  'rabbitmq:4-management': 'rabbitmq',
  'prom/prometheus:v3.5.0': 'nobody',
};

/** What is started where its profile is asked for. */
const PROFILES: Record<string, string> = {
  mailpit: 'mail',
  prometheus: 'observability',
  grafana: 'observability',
  jaeger: 'observability',
};
const SERVERS = ['postgres', 'rabbitmq', ...Object.keys(PROFILES)];

describe('in docker-compose.yml', () => {
  it.each(containers)('$name can write to nothing but its volumes, and become nobody else', (container) => {
    expect(container).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    const forbidden = ['privileged', 'cap_add', 'network_mode', 'pid', 'ipc', 'devices', 'userns_mode'];
    expect(forbidden.filter((setting) => setting in container)).toEqual([]);
    expect(JSON.stringify(container.volumes ?? [])).not.toContain('docker.sock');
  });

  it.each(containers)('$name does not run as root', ({ image, user }) => {
    if (image in NAMED_USERS) expect(user).toBe(NAMED_USERS[image]);
    else expect(user).toBe('1000:1000');
  });

  it.each(containers)('$name has limits', (container) => {
    expect(container).toMatchObject({
      mem_limit: expect.stringMatching(/^\d+[mg]$/),
      cpus: expect.any(Number),
      pids_limit: expect.any(Number),
      logging: { options: { 'max-size': expect.any(String), 'max-file': expect.any(String) } },
    });
  });

  it.each(containers)('$name is an image of a known version', ({ name, image }) => {
    const [, repository = '', tag = ''] = /^(.+):([^:]+)$/.exec(interpolated(image)) ?? [];
    expect(tag).toMatch(/\d/);
    if (!repository.startsWith('messenger/')) return;
    expect([repository, tag]).toEqual([`messenger/${name.replace('-migration', '')}`, packageJson.version]);
    expect(image).toContain('${VERSION:-');
  });

  it('the containers are those of the apps, their migrations and their servers', () => {
    const migrations = SERVICE_NAMES.map((app) => `${app}-migration`);
    expect(Object.keys(composeFile.services).sort()).toEqual(
      [...APP_NAMES, ...migrations, 'provisioning', ...SERVERS].sort(),
    );
    const profiled = containers.filter(({ profiles }) => profiles !== undefined);
    expect(Object.fromEntries(profiled.map(({ name, profiles }) => [name, profiles as string[]]))).toEqual(
      Object.fromEntries(Object.entries(PROFILES).map(([name, profile]) => [name, [profile]])),
    );
  });

  it.each(containers.filter((container) => !runsOnce(container)))(
    '$name is asked for its health, and comes back by itself',
    ({ name, restart, healthcheck }) => {
      expect(restart).toBe('unless-stopped');
      expect(healthcheck?.test?.[0]).toBe('CMD');
      if (!SERVERS.includes(name)) expect(healthcheck?.test?.at(-1)).toContain("'http://127.0.0.1:9090/readyz'");
    },
  );

  it.each(APP_NAMES)('%s has the time to drain: the 10 s that an app takes at most', (app) => {
    expect(Number.parseInt(String(composeFile.services[app]!.stop_grace_period))).toBeGreaterThan(10);
  });
});
