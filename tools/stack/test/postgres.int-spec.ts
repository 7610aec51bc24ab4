import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres, type Postgres } from '../src/postgres.js';
import { familyOf, startOf } from '../src/processes.js';
import { query, temporaryFolder } from './servers.js';

describe('the private PostgreSQL', () => {
  const folder = temporaryFolder();
  const options = { dataDir: join(folder.path, 'postgres'), logFile: join(folder.path, 'postgres.log') };
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await startPostgres(options);
  });

  afterAll(async () => {
    await postgres.stop();
    folder.remove();
  });

  it('is PostgreSQL 18, listens on 127.0.0.1 alone and has durable commits', async () => {
    const sql = `SELECT current_setting('server_version_num')::int / 10000 AS version,
      current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
      current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits`;
    const [row] = await query(postgres.adminUrl, sql);
    expect(row).toEqual({ version: 18, addresses: '127.0.0.1', sockets: '', fsync: 'on', commits: 'on' });
  });

  it('refuses a wrong password', async () => {
    const url = new URL(postgres.adminUrl);
    url.password = 'wrong';
    await expect(query(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
  });

  it('keeps committed rows over a crash and starts again on the same port', async () => {
    await query(postgres.adminUrl, 'CREATE TABLE crash AS SELECT 1 AS n');
    await postgres.kill();
    expect(postgres.pid).toBeUndefined();
    await postgres.start();
    expect(await query(postgres.adminUrl, 'SELECT n FROM crash')).toEqual([{ n: 1 }]);
  });

  it('keeps its data, and leaves no process, over a stop and a start on another port', async () => {
    await query(postgres.adminUrl, 'CREATE TABLE kept AS SELECT 2 AS n');
    const family = familyOf(postgres.pid!);
    expect(family.length).toBeGreaterThan(3);
    await postgres.stop();
    expect(family.filter((pid) => startOf(pid))).toEqual([]);

    postgres = await startPostgres(options);
    expect(await query(postgres.adminUrl, 'SELECT n FROM kept')).toEqual([{ n: 2 }]);
  });

  it('will not be started twice on the same data', async () => {
    await expect(startPostgres(options)).rejects.toThrow(`as process ${process.pid}`);
  });
});
