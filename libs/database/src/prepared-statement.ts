import type { Compilable } from 'kysely';
import type { QueryArrayConfig } from 'pg';
import { summaryOf } from './statement-summary.js';

/** Statements a connection keeps prepared. A text beyond that is parsed each time: no statement is built of its values. */
const MAX_PREPARED = 1_000;

const known = new Map<string, KnownText>();

interface KnownText {
  /** Under which a connection keeps it prepared. */
  name: string | undefined;
  summary: string;
}

/** A statement as pg runs it, and what traces call it. */
export interface PreparedStatement {
  query: QueryArrayConfig;
  summary: string;
}

/** A statement as pg runs it: PostgreSQL parses and plans it once a connection, and then knows it by its name. */
export function preparedStatement(statement: Compilable): PreparedStatement {
  const { sql: text, parameters } = statement.compile();
  const { name, summary } = known.get(text) ?? learn(text);
  return { query: { name, text, values: parameters as unknown[], rowMode: 'array' }, summary };
}

function learn(text: string): KnownText {
  const summary = summaryOf(text);
  if (known.size === MAX_PREPARED) return { name: undefined, summary };
  const statement = { name: `s${known.size}`, summary };
  known.set(text, statement);
  return statement;
}
