import type { QueryArrayResult } from 'pg';

const camelCased = new Map<string, string>();

/** The rows of an answer as objects, keys in camelCase; what lies inside a JSON value stays as it is. */
export function rowsOf<Row>({ fields, rows }: QueryArrayResult): Row[] {
  const keys = fields.map(({ name }) => camelCase(name));
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let column = 0; column < keys.length; column++) row[keys[column] as string] = values[column] as unknown;
    return row as Row;
  });
}

function camelCase(name: string): string {
  let key = camelCased.get(name);
  if (key === undefined) {
    key = name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
    camelCased.set(name, key);
  }
  return key;
}
