import { readFileSync } from 'node:fs';
import { MIGRATION_SETTINGS, parseEnv } from '@messenger/config';
import { APP_NAMES, grpcUrlName, ROLES, SERVICE_NAMES, SERVICES } from '@messenger/stack';
import { describe, expect, it } from 'vitest';
import { settingsOf } from '../../tools/documents/app-settings.js';
import { configOf, expectOnly } from '../support/app-config.js';
import { composeFile, containers, environmentOf, example, interpolated, variablesIn } from './compose-file.js';

/** NODE_ENV is the image's, and mails become no files in production; the gateway listens everywhere by default. */
const NOT_PASSED_ON = ['NODE_ENV', 'MAIL_FOLDER', 'HTTP_HOST'];

describe('the environment in docker-compose.yml', () => {
  it.each(APP_NAMES)('is what %s needs', async (app) => {
    const config = await configOf(app, environmentOf(app));
    expect(config.admin).toEqual({ host: '0.0.0.0', port: 9090 });
    expect(config).toMatchObject({
      production: true,
      amqp: { url: `amqp://messenger:${example.RABBITMQ_PASSWORD}@rabbitmq:5672` },
    });
  });

  it.each(APP_NAMES)('lets every setting of %s be set in .env', async (app) => {
    const wanted = Object.keys(await settingsOf(app)).filter((name) => !NOT_PASSED_ON.includes(name));
    expect(Object.keys(composeFile.services[app]!.environment!).sort()).toEqual(wanted.sort());
  });

  it.each(SERVICES)('gives $app its own role, and its owner to the migration alone', ({ app, owner, runtime }) => {
    const migration = environmentOf(`${app}-migration`);
    expect(() => parseEnv(app, MIGRATION_SETTINGS, migration)).not.toThrow();
    expectOnly(migration, MIGRATION_SETTINGS);
    const urls = [new URL(migration.DATABASE_OWNER_URL!), new URL(environmentOf(app).DATABASE_URL!)];
    expect(urls.map(({ username, host, pathname }) => [username, host, pathname])).toEqual([
      [owner, 'postgres', '/messenger'],
      [runtime, 'postgres', '/messenger'],
    ]);
    const raw = [`${app}-migration`, app].map((name) => JSON.stringify(composeFile.services[name]!.environment));
    const passwords = raw.map((each) => variablesIn(each).filter(({ name }) => /_(OWNER|SERVICE)_/.test(name)));
    expect(passwords.map((all) => all.map(({ name }) => name))).toEqual([
      [`${owner.toUpperCase()}_PASSWORD`],
      [`${runtime.toUpperCase()}_PASSWORD`],
    ]);
  });

  it('gives the provisioning the password of every role, and it sets them', () => {
    const sql = readFileSync('scripts/containers/passwords.sql', 'utf8');
    for (const role of ROLES) {
      const variable = `${role.toUpperCase()}_PASSWORD`;
      expect(composeFile.services.provisioning!.environment![variable]).toMatch(`\${${variable}:?`);
      expect(sql).toContain(`\\getenv ${role} ${variable}\n`);
      expect(sql).toContain(`ALTER ROLE ${role} PASSWORD :'${role}';\n`);
    }
    expect(sql.match(/^(\\getenv|ALTER)/gm)).toHaveLength(2 * ROLES.length);
  });

  it('names every upstream by a container that listens there', () => {
    for (const app of APP_NAMES) {
      const upstreams = Object.entries(environmentOf(app)).filter(([name]) => name.endsWith('_GRPC_URL'));
      for (const [, address] of upstreams) {
        const [, host = '', port] = /^dns:\/\/\/([a-z-]+):(\d+)$/.exec(address) ?? [];
        expect(environmentOf(host)).toMatchObject({ GRPC_HOST: '0.0.0.0', GRPC_PORT: port });
      }
    }
    expect(SERVICE_NAMES.every((app) => environmentOf('api-gateway')[grpcUrlName(app)]?.includes(app))).toBe(true);
  });

  it('has every secret from .env, and starts nothing without', () => {
    const secrets = variablesIn().filter(({ name }) => /PASSWORD|SECRET/.test(name));
    expect(secrets.length).toBeGreaterThan(20);
    for (const { name, rest } of secrets) {
      expect(rest).toBe(`:?${name} is missing`);
      expect(example[name], name).toMatch(/./);
    }
    for (const { name, environment: env = {} } of containers) {
      for (const [key, value] of Object.entries(env)) {
        const secret = value === null ? [] : secretPart(key, value);
        for (const part of secret) expect(part, `${name}: ${key}`).toMatch(/^\$\{\w+:\?[\w ]+\}$/);
      }
    }
  });

  it('lets nothing but secrets be missing', () => {
    for (const { name, rest } of variablesIn()) {
      if (!/PASSWORD|SECRET/.test(name)) expect(rest, name).toMatch(/^:-./);
    }
    for (const { ports = [], image } of containers) expect(() => [image, ...ports].map(interpolated)).not.toThrow();
  });
});

/** What nobody else may know of a value: all of it, or the password in an address. */
function secretPart(name: string, value: string): string[] {
  if (/PASS|SECRET/.test(name)) return [value];
  const [, password] = /:\/\/[^/]*?:(.*)@/.exec(value) ?? [];
  return password === undefined ? [] : [password];
}
