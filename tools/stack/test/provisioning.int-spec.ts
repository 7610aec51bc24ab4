import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { provision, type ServiceUrls } from '../src/database.js';
import { startPostgres, type Postgres } from '../src/postgres.js';
import { loadSecrets } from '../src/secrets.js';
import { SERVICES, type ServiceName } from '../src/services.js';
import { query, sqlState, temporaryFolder } from './servers.js';

const INSUFFICIENT_PRIVILEGE = '42501';
const INVALID_PASSWORD = '28P01';

describe('provisioning', () => {
  const folder = temporaryFolder();
  const secrets = loadSecrets(folder.path);
  let postgres: Postgres;
  let urls: Record<ServiceName, ServiceUrls>;

  beforeAll(async () => {
    const dataDir = join(folder.path, 'postgres');
    postgres = await startPostgres({ dataDir, logFile: join(folder.path, 'postgres.log') });
    urls = await provision(postgres.adminUrl, 'messenger', secrets);
    for (const { app } of SERVICES) {
      await query(urls[app].ownerUrl, 'CREATE TABLE things (id bigserial PRIMARY KEY, name text)');
    }
  });

  afterAll(async () => {
    await postgres.stop();
    folder.remove();
  });

  it.each(SERVICES)('lets $runtime read and write the rows of its own schema', async ({ app, schema }) => {
    const { runtimeUrl } = urls[app];
    await query(runtimeUrl, "INSERT INTO things (name) VALUES ('a')");
    expect(await query(runtimeUrl, `SELECT name FROM ${schema}.things`)).toEqual([{ name: 'a' }]);
    await query(runtimeUrl, 'DELETE FROM things');
  });

  it.each(SERVICES)('lets $runtime create, change and drop nothing', async ({ app, schema }) => {
    const { runtimeUrl } = urls[app];
    const attempts = [
      `CREATE TABLE ${schema}.t (n int)`,
      'CREATE TABLE public.t (n int)',
      'CREATE TEMP TABLE t (n int)',
      'CREATE SCHEMA s',
      'ALTER TABLE things ADD n int',
      'DROP TABLE things',
      'TRUNCATE things',
    ];
    for (const sql of attempts) expect([sql, await sqlState(runtimeUrl, sql)]).toEqual([sql, INSUFFICIENT_PRIVILEGE]);
  });

  it.each(SERVICES)('hides the other schemas from $runtime and $owner', async ({ app, schema }) => {
    for (const other of SERVICES.filter((service) => service.schema !== schema)) {
      for (const url of Object.values<string>({ ...urls[app] })) {
        expect(await sqlState(url, `SELECT FROM ${other.schema}.things`)).toBe(INSUFFICIENT_PRIVILEGE);
      }
    }
  });

  it('keeps the roles out of the other databases of the server', async () => {
    const url = new URL(urls['auth-service'].runtimeUrl);
    url.pathname = '/postgres';
    expect(await sqlState(url.href, 'SELECT 1')).toBe(INSUFFICIENT_PRIVILEGE);
  });

  it('brings similarity search to user-service', async () => {
    const [row] = await query(urls['user-service'].runtimeUrl, "SELECT similarity('ada', 'adah') > 0.3 AS similar");
    expect(row).toEqual({ similar: true });
  });

  it('serves several databases of one server at the same time, and again', async () => {
    const databases = ['first', 'second', 'third', 'messenger'];
    const all = await Promise.all(databases.map((name) => provision(postgres.adminUrl, name, secrets)));
    for (const each of all) expect(await sqlState(each['chat-service'].runtimeUrl, 'SELECT 1')).toBeUndefined();
  });

  it('works for an admin who is no superuser, and changes passwords', async () => {
    await query(postgres.adminUrl, "CREATE ROLE cloud_admin LOGIN CREATEDB CREATEROLE PASSWORD 'pw'");
    await query(postgres.adminUrl, 'GRANT CONNECT ON DATABASE postgres TO cloud_admin');
    for (const { owner, runtime } of SERVICES) {
      await query(postgres.adminUrl, `GRANT ${owner}, ${runtime} TO cloud_admin WITH ADMIN OPTION`);
    }
    const admin = new URL(postgres.adminUrl);
    [admin.username, admin.password] = ['cloud_admin', 'pw'];
    const roles = Object.keys(secrets.rolePasswords);
    const rolePasswords = Object.fromEntries(roles.map((role) => [role, `new "quoted' ${role}`]));

    const changed = await provision(admin.href, 'hosted', { rolePasswords });

    await query(changed['auth-service'].ownerUrl, 'CREATE TABLE t (n int)');
    await query(changed['auth-service'].runtimeUrl, 'INSERT INTO t VALUES (1)');
    expect(await sqlState(urls['auth-service'].runtimeUrl, 'SELECT 1')).toBe(INVALID_PASSWORD);
  });
});
