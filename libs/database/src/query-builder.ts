import {
  CamelCasePlugin,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely';

/**
 * A piece of SQL inside a statement of the query builder. `fragment.lit('pending')` puts a constant into its text, where
 * a partial index asks for one: the plan of a prepared statement does not know its parameters.
 */
export { sql as fragment } from 'kysely';

class BuildingDriver extends DummyDriver {
  override acquireConnection(): never {
    throw new Error('A statement is run by Sql.run: the query builder has no connection');
  }
}

/**
 * Kysely over the generated types of a schema: builds statements that the compiler holds to the tables as the migrations
 * leave them. Names are camelCase in code and snake_case in the database.
 */
export function queryBuilder<Tables>(): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new BuildingDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins: [new CamelCasePlugin()],
  });
}
