import { CompiledQuery, type Compilable } from 'kysely';

/** A statement as a text, for what the query builder cannot say: the compiler believes its row type. */
export function raw<Row>(text: string, parameters: unknown[] = []): Compilable<Row> {
  return { compile: () => CompiledQuery.raw(text, parameters) };
}
