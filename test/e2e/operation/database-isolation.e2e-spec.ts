import { SERVICES } from '@messenger/stack';
import { describe, expect } from 'vitest';
import { it } from '../../support/stack-test.js';

const INSUFFICIENT_PRIVILEGE = { code: '42501' };

describe('the database role of a service', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it.for(SERVICES)('lets $app read its own schema alone', async ({ app, schema: own }, { stack }) => {
    const role = stack.schema(app);
    expect(await role.query('SELECT count(*) FROM outbox')).toHaveLength(1);
    for (const { schema } of SERVICES.filter((other) => other.schema !== own)) {
      await expect(role.query(`SELECT * FROM ${schema}.outbox`), schema).rejects.toMatchObject(INSUFFICIENT_PRIVILEGE);
    }
    const tables = {
      auth: 'chat.messages',
      users: 'auth.accounts',
      subscriber: 'users.profiles',
      chat: 'subscriber.pairs',
    };
    await expect(role.query(`SELECT * FROM ${tables[own]}`)).rejects.toMatchObject(INSUFFICIENT_PRIVILEGE);
  });

  it.for(SERVICES)('lets $app create, alter or drop nothing', async ({ app, schema }, { stack }) => {
    const role = stack.schema(app);
    for (const statement of [
      `CREATE TABLE ${schema}.mine (id int)`,
      'CREATE TABLE public.mine (id int)',
      'CREATE TEMPORARY TABLE mine (id int)',
      'CREATE SCHEMA mine',
      `DROP TABLE ${schema}.outbox`,
      `ALTER TABLE ${schema}.outbox ADD COLUMN mine int`,
      `TRUNCATE ${schema}.outbox`,
    ]) {
      await expect(role.query(statement), statement).rejects.toMatchObject(INSUFFICIENT_PRIVILEGE);
    }
  });
});
