import type { OpenAPIObject } from '@nestjs/swagger';
import type { JsonSchema } from './document.js';
import type { Schema } from '../../../apps/api-gateway/src/openapi/examples.js';

/** A schema of OpenAPI 3.0, from which both documents and their examples are made. */
export interface OpenApiSchema extends Schema {
  description?: string;
  nullable?: boolean;
  const?: unknown;
  pattern?: string;
  required?: string[];
  additionalProperties?: boolean;
  allOf?: OpenApiSchema[];
  oneOf?: OpenApiSchema[];
  items?: OpenApiSchema;
  properties?: Record<string, OpenApiSchema>;
}

export type Schemas = Record<string, OpenApiSchema>;

export function schemasOf(document: OpenAPIObject): Schemas {
  return (document.components?.schemas ?? {}) as Schemas;
}

/** Converts a schema to JSON Schema, draft 7, as AsyncAPI wants it. @throws Error for a nullable schema without a type */
export function toJsonSchema(schema: OpenApiSchema): JsonSchema {
  const { nullable = false, type, example, items, properties, allOf, oneOf, enum: values, ...same } = schema;
  if (nullable && type === undefined) throw new Error(`Only a type can be nullable: ${JSON.stringify(schema)}`);
  return {
    ...(type !== undefined && { type: nullable ? [type, 'null'] : type }),
    ...same,
    ...(values && { enum: nullable ? [...values, null] : values }),
    ...(example !== undefined && { examples: [example] }),
    ...(items && { items: toJsonSchema(items) }),
    ...(properties && { properties: toJsonSchemas(properties) }),
    ...(allOf && { allOf: allOf.map(toJsonSchema) }),
    ...(oneOf && { oneOf: oneOf.map(toJsonSchema) }),
  };
}

export function toJsonSchemas(schemas: Schemas): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(schema)]));
}

/** The schemas that `something` refers to, directly or through other schemas. */
export function referredBy(something: object, schemas: Schemas, found: Schemas = {}): Schemas {
  for (const [, name = ''] of JSON.stringify(something).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    const schema = schemas[name];
    if (schema === undefined || name in found) continue;
    found[name] = schema;
    referredBy(schema, schemas, found);
  }
  return found;
}
