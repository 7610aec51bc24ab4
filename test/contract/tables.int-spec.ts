import { testDatabase } from '@messenger/testing';
import { PostgresDialect, Kysely } from 'kysely';
import { generate, PostgresDialect as GeneratorDialect, type GenerateOptions } from 'kysely-codegen';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrations as authMigrations } from '../../apps/auth-service/src/migrations/migrations.js';
import { migrations as chatMigrations } from '../../apps/chat-service/src/migrations/migrations.js';
import { migrations as subscriberMigrations } from '../../apps/subscriber-service/src/migrations/migrations.js';
import { migrations as userMigrations } from '../../apps/user-service/src/migrations/migrations.js';

const SERVICES = [
  { app: 'auth-service', schema: 'auth', migrations: authMigrations },
  { app: 'user-service', schema: 'users', migrations: userMigrations },
  { app: 'subscriber-service', schema: 'subscriber', migrations: subscriberMigrations },
  { app: 'chat-service', schema: 'chat', migrations: chatMigrations },
] as const;

/** The row types of a schema's tables, as its migrations leave them. */
async function tablesOf(ownerUrl: string, schema: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  try {
    return await generate({
      // The CommonJS declarations of the same class.
      db: db as unknown as GenerateOptions['db'],
      dialect: new GeneratorDialect(),
      camelCase: true,
      defaultSchemas: [schema],
      includePattern: `${schema}.*`,
      excludePattern: `*.migrations`,
      typeMapping: { int8: 'number' },
    });
  } finally {
    await db.destroy();
  }
}

/** Written anew by `make tables`. */
describe.each(SERVICES)('the row types of $app', ({ app, schema, migrations }) => {
  it('are those of its migrated tables', async () => {
    const { ownerUrl, close } = await testDatabase(app, [...migrations]);
    await expect(await tablesOf(ownerUrl, schema)).toMatchFileSnapshot(`../../apps/${app}/src/tables.gen.ts`);
    await close();
  });
});
