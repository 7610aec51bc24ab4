import { SERVICE_NAMES } from '@messenger/stack';
import { describe, expect, it } from 'vitest';
import { composeFile, containers, interpolated, runsOnce } from './compose-file.js';

const conditionsOf = (name: string): Record<string, { condition: string }> =>
  composeFile.services[name]!.depends_on ?? {};

describe('the order in docker-compose.yml', () => {
  it('waits for what runs once to succeed, and for all else to be healthy', () => {
    for (const { name } of containers) {
      for (const [other, { condition }] of Object.entries(conditionsOf(name))) {
        const once = runsOnce(composeFile.services[other]!);
        expect(condition, `${name}: ${other}`).toBe(once ? 'service_completed_successfully' : 'service_healthy');
      }
    }
  });

  it.each(SERVICE_NAMES)('migrates the schema of %s before it starts, and provisions before that', (app) => {
    expect(Object.keys(conditionsOf(app))).toEqual([`${app}-migration`, 'rabbitmq']);
    expect(Object.keys(conditionsOf(`${app}-migration`))).toEqual(['provisioning']);
    expect(Object.keys(conditionsOf('provisioning'))).toEqual(['postgres']);
    const main = composeFile.services[`${app}-migration`]!.command as string[];
    expect(main).toEqual(['node', `dist/${app}/apps/${app}/src/migrate.js`]);
  });

  it('starts the gateway last', () => {
    expect(Object.keys(conditionsOf('api-gateway'))).toEqual([...SERVICE_NAMES, 'rabbitmq']);
  });

  it('publishes the gateway, and the consoles to this machine alone', () => {
    const published = containers.flatMap(({ name, ports = [] }) =>
      ports.map((port) => `${name} ${interpolated(port)}`),
    );
    expect(published).toEqual([
      'rabbitmq 127.0.0.1:15672:15672',
      'api-gateway 3000:3000',
      'mailpit 127.0.0.1:8025:8025',
      'prometheus 127.0.0.1:9091:9090',
      'grafana 127.0.0.1:3001:3000',
      'jaeger 127.0.0.1:16686:16686',
    ]);
  });

  it('lets the services and their migrations alone reach PostgreSQL', () => {
    expect(composeFile.networks.database).toEqual({ internal: true });
    const there = containers.filter(({ networks = ['default'] }) => networks.includes('database'));
    expect(there.map(({ name }) => name).sort()).toEqual(
      [...SERVICE_NAMES, ...SERVICE_NAMES.map((app) => `${app}-migration`), 'postgres', 'provisioning'].sort(),
    );
    expect(composeFile.services.postgres!.networks).toEqual(['database']);
  });

  it('keeps the data in named volumes, where the images have them', () => {
    expect(composeFile.services.postgres!.volumes).toContain('postgres:/var/lib/postgresql');
    expect(composeFile.services.postgres!.environment).not.toHaveProperty('PGDATA');
    expect(composeFile.services.rabbitmq).toMatchObject({
      hostname: 'rabbitmq',
      volumes: ['rabbitmq:/var/lib/rabbitmq'],
    });
    const named = containers.flatMap(({ volumes = [] }) => volumes.filter((volume) => !volume.startsWith('./')));
    expect(named.map((volume) => volume.split(':')[0]).sort()).toEqual(Object.keys(composeFile.volumes).sort());
    const files = containers.flatMap(({ volumes = [] }) => volumes.filter((volume) => volume.startsWith('./')));
    for (const file of files) expect(file).toMatch(/:ro$/);
  });
});
