import { sql, type AliasedExpression } from 'kysely';

/** PostgreSQL's type of each column. */
export type ColumnTypes<Row> = { [Column in keyof Required<Row>]: string };

/** The columns of `types`, as the names that a statement lists. */
export function columnsOf<Row>(types: ColumnTypes<Row>): (keyof Row & string)[] {
  return Object.keys(types) as (keyof Row & string)[];
}

/** Rows as a table to select from, an array a column: one statement text, however many they are. */
export function unnest<Row extends object, Alias extends string>(
  alias: Alias,
  types: ColumnTypes<Row>,
  rows: Row[],
): AliasedExpression<Row, Alias> {
  const columns = columnsOf(types);
  const arrays = columns.map((column) => sql`${rows.map((row) => row[column])}::${sql.raw(types[column])}[]`);
  return sql<Row>`unnest(${sql.join(arrays)})`.as<Alias>(
    sql`${sql.ref(alias)}(${sql.join(columns.map((column) => sql.ref(column)))})`,
  );
}
