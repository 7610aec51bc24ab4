import { SERVICES } from '@messenger/stack';
import { expect, it } from 'vitest';
import type { World } from '../../support/world.js';

const INSUFFICIENT_PRIVILEGE = { code: '42501' };

export function isolation(given: () => World): void {
  it.each(SERVICES)('lets $app see its own schema alone', async ({ app, schema: own }) => {
    const role = given().schema(app);
    expect(await role.query('SELECT name FROM outbox_head')).toHaveLength(2);
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

  it.each(SERVICES)('lets $app change no schema', async ({ app, schema }) => {
    const role = given().schema(app);
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
}
