import type { Compilable } from 'kysely';

/** Something that runs statements: the pool, or a transaction on one of its connections. */
export interface Sql {
  /**
   * Runs one statement, prepared under a name on its connection. Resolves with its rows, keys in camelCase.
   *
   * @throws DatabaseUnavailableError where the database could not be asked
   */
  run<Row>(statement: Compilable<Row>): Promise<Row[]>;
}

/** The first row, or undefined where there is none. */
export async function first<Row>(sql: Sql, statement: Compilable<Row>): Promise<Row | undefined> {
  const [row] = await sql.run(statement);
  return row;
}
