import type { OpenAPIObject } from '@nestjs/swagger';
import { operationsOf } from './examples.js';

/** Documents that bodies have no other fields than those of their schemas. */
export function forbidUnknownFields(document: OpenAPIObject): void {
  for (const { requestBody } of operationsOf(document)) {
    if (requestBody === undefined || !('content' in requestBody)) continue;
    for (const { schema } of Object.values(requestBody.content)) {
      const name = schema !== undefined && '$ref' in schema ? schema.$ref.split('/').at(-1) : undefined;
      const body = name === undefined ? undefined : document.components?.schemas?.[name];
      if (body !== undefined && !('$ref' in body)) body.additionalProperties = false;
    }
  }
}
