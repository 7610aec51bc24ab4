import type { JsonSchema } from '../document.js';
import { escape, inline, table } from './html.js';

type Schemas = Record<string, JsonSchema>;

/** A table with a row per field; fields of nested objects are named by their path. */
export function fieldTable(schema: JsonSchema, schemas: Schemas): string {
  return table(['Field', 'Type', 'Meaning'], rows(schema, schemas, ''));
}

function rows(schema: JsonSchema, schemas: Schemas, path: string): string[][] {
  return Object.entries(resolved(schema, schemas).properties ?? {}).flatMap(([name, field]) => {
    const { properties } = resolved(field, schemas);
    const row = [`<code>${escape(path + name)}</code>`, typeOf(field, schemas), inline(field.description ?? '')];
    return [row, ...(properties ? rows(field, schemas, `${path}${name}.`) : [])];
  });
}

function typeOf(schema: JsonSchema, schemas: Schemas): string {
  const { const: only, enum: values, type = [], format, items } = resolved(schema, schemas);
  if (only !== undefined) return `<code>${escape(JSON.stringify(only))}</code>`;
  if (values) return values.map((value) => `<code>${escape(JSON.stringify(value))}</code>`).join(' or ');
  if (items) return `list of ${typeOf(items, schemas)}`;
  const types = [type].flat().join(' or ');
  return escape(format === undefined ? types : types.replace('string', format));
}

function resolved(schema: JsonSchema, schemas: Schemas): JsonSchema {
  const { $ref = schema.allOf?.[0]?.$ref } = schema;
  return $ref === undefined ? schema : (schemas[$ref.replace('#/components/schemas/', '')] ?? {});
}
