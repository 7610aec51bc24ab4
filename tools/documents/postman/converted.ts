import type { OpenAPIObject } from '@nestjs/swagger';
import { convertV2 } from 'openapi-to-postmanv2';

interface Parameter {
  key: string;
  value: string;
  disabled: boolean;
  description: unknown;
}

/** A request as the converter makes it of an operation; as much of it as is ours to change. */
export interface Request {
  method: string;
  url: { host: string[]; path: string[]; query: Parameter[]; variable: Parameter[] };
  header: { key: string; value: string }[];
  body?: { mode: string; raw?: string };
  auth: unknown;
}

/** What the converter makes of each operation, by operationId. */
export async function convertedRequests(document: OpenAPIObject): Promise<Map<string, Request>> {
  const requests = (await convert(document)).map(({ request }) => [placeOf(request), request] as const);
  const byPlace = new Map(requests);
  const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs as Record<string, { operationId: string }>).map(
      ([verb, { operationId }]) => [operationId, byPlace.get(`${verb.toUpperCase()} ${path}`)] as const,
    ),
  );
  return new Map(operations.filter((entry): entry is [string, Request] => entry[1] !== undefined));
}

interface Item {
  item?: Item[];
  request: Request;
}

function convert(document: OpenAPIObject): Promise<Item[]> {
  // It changes what it is given.
  const data = structuredClone(document);
  return new Promise((resolve, reject) => {
    convertV2({ type: 'json', data }, { parametersResolution: 'Example' }, (error, converted) => {
      const collection = converted?.output?.[0]?.data as { item: Item[] } | undefined;
      if (collection) resolve(flat(collection.item));
      else reject(new Error(`The OpenAPI document cannot be converted: ${error?.message ?? converted?.reason}`));
    });
  });
}

function flat(items: Item[]): Item[] {
  return items.flatMap((item) => (item.item ? flat(item.item) : [item]));
}

function placeOf({ method, url }: Request): string {
  return `${method} /${url.path.map((part) => part.replace(/^:(\w+)/, '{$1}')).join('/')}`;
}
