import type { Compilable, CompiledQuery } from 'kysely';

type Values = Record<string, unknown>;

/** Stands for a value of a statement that is compiled before it has any. */
class Placeholder {
  constructor(readonly read: (values: Values) => unknown) {}

  /** Of a list: the list that each use's values make of it. */
  map(change: (item: unknown) => unknown): Placeholder {
    return new Placeholder((values) => (this.read(values) as unknown[]).map(change));
  }

  [Symbol.toPrimitive](): never {
    return refuse();
  }
}

const PLACEHOLDERS: object = new Proxy(
  {},
  { get: (_target, name: string) => new Placeholder((values) => values[name]), has: refuse, ownKeys: refuse },
);

/**
 * A statement of the query builder that is built and compiled at its first use; later uses only put their values in.
 * Building takes 100 microseconds and more, so this is for those that run with every message or page.
 *
 * `build` gets placeholders: it may pass them on and map lists, and must not look at them.
 */
export function compileOnce<V extends object, Row>(
  build: (values: V) => Compilable<Row>,
): (values: V) => Compilable<Row> {
  let compiled: CompiledQuery<Row> | undefined;
  return (values) => ({
    compile: () => {
      compiled ??= build(PLACEHOLDERS as V).compile();
      return { ...compiled, parameters: compiled.parameters.map((parameter) => fill(parameter, values as Values)) };
    },
  });
}

function fill(parameter: unknown, values: Values): unknown {
  return parameter instanceof Placeholder ? parameter.read(values) : parameter;
}

function refuse(): never {
  throw new Error('A statement that is compiled once cannot be built of its values');
}
