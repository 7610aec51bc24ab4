import type { Compilable } from 'kysely';
import type { QueryArrayConfig } from 'pg';

/** Statements a connection keeps prepared. A text beyond that is parsed each time: no statement is built of its values. */
const MAX_PREPARED = 1_000;

const names = new Map<string, string>();

/** A statement as pg runs it: PostgreSQL parses and plans it once a connection, and then knows it by its name. */
export function preparedStatement(statement: Compilable): QueryArrayConfig {
  const { sql: text, parameters } = statement.compile();
  return { name: nameOf(text), text, values: parameters as unknown[], rowMode: 'array' };
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size === MAX_PREPARED) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}
