import type { Compilable, CompiledQuery } from 'kysely';

/** Stands for a value of a statement that is compiled before it has any. */
class Placeholder<Values> {
  constructor(readonly read: (values: Values) => unknown) {}

  /** Of a list: the list that each call's values make of it. */
  map(change: (item: unknown) => unknown): Placeholder<Values> {
    return new Placeholder((values) => (this.read(values) as unknown[]).map(change));
  }

  [Symbol.toPrimitive](): never {
    return refuse();
  }
}

/**
 * A statement of the query builder that is built and compiled at its first use: later ones only put their values in.
 * Building costs as much CPU as the rest of a query, so this is for those that run with every message.
 *
 * `build` gets placeholders: it may pass them on and map lists, and must not look at them.
 */
export function compileOnce<Values extends object, Row>(
  build: (values: Values) => Compilable<Row>,
): (values: Values) => Compilable<Row> {
  let compiled: CompiledQuery<Row> | undefined;
  return (values) => ({
    compile: () => {
      compiled ??= build(placeholders<Values>()).compile();
      return { ...compiled, parameters: compiled.parameters.map((parameter) => fill(parameter, values)) };
    },
  });
}

function placeholders<Values extends object>(): Values {
  const get = (_values: Values, name: string | symbol) =>
    new Placeholder<Values>((values) => values[name as keyof Values]);
  return new Proxy({} as Values, { get, has: refuse, ownKeys: refuse });
}

function refuse(): never {
  throw new Error('A statement that is compiled once cannot be built of its values');
}

function fill<Values>(parameter: unknown, values: Values): unknown {
  return parameter instanceof Placeholder ? (parameter as Placeholder<Values>).read(values) : parameter;
}
