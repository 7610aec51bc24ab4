import type { OpenAPIObject } from '@nestjs/swagger';
import type { Operation, Operations, Shape } from './shape.js';

type OperationObject = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Content = Record<string, { schema?: Schema; examples?: object }>;

interface Response {
  $ref?: string;
  content?: Content;
}

/** Those in headers are the gateway's alone: an rpc has none. */
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}

/** As much of a JSON schema as the document uses. */
interface Schema {
  $ref?: string;
  allOf?: Schema[];
  type?: string;
  format?: string;
  items?: Schema;
  nullable?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
}

/** Every route of the OpenAPI document; reasons that any route may have are left out. */
export function operationsOfRoutes(document: OpenAPIObject, commonReasons: Set<string>): Operations {
  const shapes = new Shapes(document);
  return new Map(
    Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations as Record<string, OperationObject>).map(([verb, operation]) => [
        `${verb.toUpperCase()} ${path}`,
        operationOf(operation, shapes, commonReasons),
      ]),
    ),
  );
}

function operationOf(operation: OperationObject, shapes: Shapes, commonReasons: Set<string>): Operation {
  const parameters = ((operation.parameters ?? []) as Parameter[]).filter(({ in: place }) => place !== 'header');
  const { requestBody } = operation as { requestBody?: { content: Content } };
  const responses = Object.entries(operation.responses as Record<string, Response>).map(
    ([status, response]) => [status, shapes.response(response)] as const,
  );
  const answers = responses.filter(([status]) => status.startsWith('2')).map(([, { content }]) => content);
  return {
    parameters: Object.fromEntries(
      parameters.map(({ name, required, schema }) => [required ? name : `${name}?`, shapes.of(schema, 'request')]),
    ),
    body: shapes.ofContent(requestBody?.content, 'request'),
    response: shapes.ofContent(answers[0], 'answer'),
    public: operation.security?.length === 0,
    reasons: responses
      .flatMap(([, { content }]) => Object.keys(content?.['application/problem+json']?.examples ?? {}))
      .filter((reason) => !commonReasons.has(reason))
      .sort(),
  };
}

class Shapes {
  constructor(private readonly document: OpenAPIObject) {}

  ofContent(content: Content | undefined, of: 'request' | 'answer'): Shape | null {
    const schema = content?.['application/json']?.schema;
    return schema === undefined ? null : this.of(schema, of);
  }

  of(schema: Schema, of: 'request' | 'answer'): Shape {
    const { type, format, items, properties, required = [] } = this.resolved(schema);
    if (items) return this.of(items, of);
    if (!properties) return format === 'date-time' ? format : (type ?? 'unknown');
    return Object.fromEntries(
      Object.entries(properties).map(([name, property]) => {
        const { nullable = false, type: kind } = this.resolved(property);
        const absent = of === 'request' ? !required.includes(name) : nullable || property.nullable;
        const suffix = kind === 'array' ? '[]' : absent ? '?' : '';
        const missing = of === 'answer' && !required.includes(name) ? ' (never left out, but not required)' : '';
        return [`${name}${suffix}${missing}`, this.of(property, of)];
      }),
    );
  }

  response({ $ref, ...response }: Response): Response {
    if ($ref === undefined) return response;
    return (this.document.components?.responses?.[$ref.split('/').at(-1) ?? ''] ?? {}) as Response;
  }

  private resolved({ $ref, allOf, ...schema }: Schema): Schema {
    if ($ref === undefined && allOf === undefined) return schema;
    const target = $ref === undefined ? allOf?.[0] : this.document.components?.schemas?.[$ref.split('/').at(-1) ?? ''];
    return { ...this.resolved((target ?? {}) as Schema), ...schema };
  }
}
