import { EXAMPLE_IDS } from '@messenger/dto';
import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

/** The part of a schema that examples are made from. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  minLength?: number;
  default?: unknown;
  example?: unknown;
  enum?: unknown[];
  allOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

interface Media {
  schema?: Schema;
  default?: unknown;
  example?: unknown;
}

/** Example values by format, for fields without an example of their own. */
const EXAMPLES_BY_FORMAT: Record<string, unknown> = {
  uuid: EXAMPLE_IDS.ada,
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
    const request = jsonOf(requestBody);
    if (request?.schema) request.example ??= requestExample(document, request.schema);
    for (const response of Object.values(responses).map(jsonOf)) {
      if (response?.schema) response.example ??= exampleOf(document, response.schema);
    }
  }
}

function jsonOf(body: unknown): Media | undefined {
  return (body as { content?: Record<string, Media> } | undefined)?.content?.['application/json'];
}

/** What only an answer or a mail brings: any example would be refused. */
const SECRETS = new Set(['refreshToken', 'token', 'code']);

/** What Swagger UI fills in: a value that works, or nothing where there is none, or where the default is as good. */
function requestExample(document: OpenAPIObject, schema: Schema): unknown {
  const { properties = {}, required = [] } = resolvedSchema(document, schema);
  const fields = Object.entries(properties).flatMap(([name, field]): [string, unknown][] => {
    if (field.default !== undefined && field.example === undefined) return [];
    if (field.format !== 'uuid' && !SECRETS.has(name)) return [[name, exampleOf(document, field)]];
    // An example has to conform to its schema.
    delete field.minLength;
    return required.includes(name) ? [[name, '']] : [];
  });
  return Object.fromEntries(fields.filter(([, example]) => example !== undefined));
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

function resolvedSchema(document: OpenAPIObject, schema: Schema): Schema {
  return schema.$ref === undefined ? schema : referred(document, schema.$ref);
}

function referred(document: Pick<OpenAPIObject, 'components'>, $ref: string): Schema {
  return (document.components?.schemas?.[$ref.replace('#/components/schemas/', '')] ?? {}) as Schema;
}
