import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

/** The part of a schema that examples are made from. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  example?: unknown;
  enum?: unknown[];
  allOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

interface Media {
  schema?: Schema;
  example?: unknown;
}

/** Example values by format, for fields without an example of their own. */
const EXAMPLES_BY_FORMAT: Record<string, unknown> = {
  uuid: '019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42',
  'date-time': '2026-01-31T12:00:00.000Z',
};

/** The operations of a document's paths. */
export function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap(({ get, put, post, patch, delete: del }) =>
    [get, put, post, patch, del].filter((operation) => operation !== undefined),
  );
}

/** Adds an example to each body, made from the examples of its fields. */
export function addExamples(document: OpenAPIObject): void {
  for (const { requestBody, responses } of operationsOf(document)) {
    for (const body of [requestBody, ...Object.values(responses)]) {
      const media = (body as { content?: Record<string, Media> } | undefined)?.content?.['application/json'];
      if (media?.schema) media.example ??= exampleOf(document, media.schema);
    }
  }
}

/** An example value of the schema, made from the examples of its fields. */
export function exampleOf(document: Pick<OpenAPIObject, 'components'>, schema: Schema): unknown {
  const { $ref, example, allOf, oneOf, items, properties } = schema;
  const [part] = $ref === undefined ? (allOf ?? oneOf ?? []) : [referred(document, $ref)];
  if (example !== undefined) return example;
  if (part) return exampleOf(document, part);
  if (items) return [exampleOf(document, items)];
  if (properties) {
    const fields = Object.entries(properties);
    return Object.fromEntries(fields.map(([name, field]) => [name, exampleOf(document, field)]));
  }
  return schema.enum?.[0] ?? (schema.type === 'boolean' ? false : EXAMPLES_BY_FORMAT[schema.format ?? '']);
}

function referred(document: Pick<OpenAPIObject, 'components'>, $ref: string): Schema {
  return (document.components?.schemas?.[$ref.replace('#/components/schemas/', '')] ?? {}) as Schema;
}
