import { SERVICES } from '@messenger/stack';
import { testDatabase } from '@messenger/testing';
import { PostgresDialect, Kysely } from 'kysely';
import { generate, PostgresDialect as GeneratorDialect, type GenerateOptions } from 'kysely-codegen';
import pg from 'pg';
import { describe, expect, it } from 'vitest';

interface Migrations {
  migrations: Parameters<typeof testDatabase>[1];
}

/** Row types and column names of a schema's tables, as its migrations leave them. */
async function tablesOf(ownerUrl: string, schema: string): Promise<string> {
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) });
  let columns = '';
  try {
    const types = await generate({
      // The CommonJS declarations of the same class.
      db: db as unknown as GenerateOptions['db'],
      dialect: new GeneratorDialect(),
      camelCase: true,
      defaultSchemas: [schema],
      includePattern: `${schema}.*`,
      excludePattern: `*.migrations`,
      typeMapping: { int8: 'number', date: 'string' },
      postprocess: ({ metadata }) => {
        columns = columnsOf(metadata.tables);
        return Promise.resolve(metadata);
      },
    });
    return `${types}\n${columns}`;
  } finally {
    await db.destroy();
  }
}

/** For statements that read whole rows: a prepared `SELECT *` fails once a later migration has added a column. */
function columnsOf(tables: { name: string; columns: { name: string }[] }[]): string {
  const lists = tables.map(({ name, columns }) => {
    const names = columns.map((column) => camelCase(column.name)).sort();
    return `  ${camelCase(name)}: [${names.map((column) => `"${column}"`).join(', ')}],\n`;
  });
  return `/** The columns of each table. */\nexport const COLUMNS = {\n${lists.join('')}} as const;\n`;
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** Written anew by `make tables`. */
describe.each(SERVICES)('the row types of $app', ({ app, schema }) => {
  it('are those of its migrated tables', async () => {
    const { migrations } = (await import(`../../apps/${app}/src/migrations/migrations.ts`)) as Migrations;
    const database = await testDatabase(app, migrations);
    await expect(await tablesOf(database.ownerUrl, schema)).toMatchFileSnapshot(`../../apps/${app}/src/tables.gen.ts`);
    await database.close();
  });
});
