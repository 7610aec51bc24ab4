import { createConfig, lintFromString } from '@redocly/openapi-core';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../tools/documents/openapi.js';

interface Media {
  example?: unknown;
  examples?: object;
}

const document = await openApiDocument();
const operations = Object.entries(document.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs as Record<string, NonNullable<typeof verbs.get>>).map(
    ([verb, operation]) => [`${verb.toUpperCase()} ${path}`, operation] as const,
  ),
);

/** The JSON bodies of an operation, by `request` or status. */
function bodiesOf({ requestBody, responses }: (typeof operations)[number][1]): [string, Media][] {
  return Object.entries({ request: requestBody, ...responses }).flatMap(([name, body]) =>
    Object.entries((body as { content?: Record<string, Media> } | undefined)?.content ?? {})
      .filter(([type]) => type.endsWith('json'))
      .map(([, media]): [string, Media] => [name, media]),
  );
}

it('the OpenAPI document passes Redocly without a warning', async () => {
  // A sign-in at Google answers with redirects alone.
  const config = await createConfig({ extends: ['recommended'], rules: { 'operation-2xx-response': 'off' } });
  const problems = await lintFromString({ source: JSON.stringify(document), absoluteRef: 'docs/openapi.json', config });
  expect(problems.map(({ message, location: [place] }) => `${place?.pointer}: ${message}`)).toEqual([]);
}, 60_000);

it('describes the API in its tags', () => {
  const tags = document.tags?.map(({ name }) => name);
  expect(tags?.slice(0, 4)).toEqual(['Auth', 'Users', 'Friends', 'Chats']);
  const used = operations.flatMap(([, operation]) => operation.tags ?? []);
  expect([...new Set(used)].sort(), 'Each tag has a line in TAGS (openapi.ts), each line an operation').toEqual(
    tags?.toSorted(),
  );
});

/** A recent sign-in is proof enough: it may have no body at all. */
const OPTIONAL_BODIES = ['DELETE /v1/users/me'];

it('says that bodies are required, and have no other fields', () => {
  const bodies = operations.flatMap(([name, { requestBody }]) => {
    if (requestBody === undefined || !('content' in requestBody)) return [];
    const [media] = Object.values(requestBody.content);
    const { $ref: reference } = media?.schema as { $ref: string };
    return [
      { name, required: requestBody.required, schema: document.components?.schemas?.[reference.split('/').at(-1)!] },
    ];
  });
  expect(bodies.length).toBeGreaterThan(12);
  for (const { name, required, schema } of bodies) {
    expect([required, (schema as { additionalProperties?: boolean }).additionalProperties], name).toEqual([
      !OPTIONAL_BODIES.includes(name),
      false,
    ]);
  }
});

describe.each(operations)('%s', (_name, operation) => {
  it('has one tag, a summary and a description', () => {
    expect(operation.tags).toHaveLength(1);
    expect(operation.summary).toMatch(/^[A-Z].*[^.]$/);
    expect(operation.description ?? '', 'Say more in @ApiOperation({ description })').toMatch(/^[A-Z`][^]*\.$/);
  });

  it('shows an example of what it takes, of what it answers and of each reason', () => {
    for (const [body, media] of bodiesOf(operation)) {
      expect(media.example ?? Object.values(media.examples ?? {})[0], `${body} has no example`).toBeDefined();
    }
  });

  it('says what it wants of its caller, and how it refuses', () => {
    const statuses = Object.keys(operation.responses);
    expect(statuses).toContainEqual(expect.stringMatching(/^[23]/));
    expect(operation.security).toBeDefined();
    expect(statuses).toEqual(expect.arrayContaining(['429', '500', '503', '504']));
    if (operation.security?.length) expect(statuses).toContain('401');
  });

  it('refuses what is sent only where something is sent', () => {
    const statuses = Object.keys(operation.responses);
    const hasBody = operation.requestBody !== undefined;
    const hasInput = hasBody || (operation.parameters ?? []).length > 0;
    expect([statuses.includes('400'), statuses.includes('413')]).toEqual([hasInput, hasBody]);
  });

  it('refers to its problems, which are described once', () => {
    const problems = Object.entries(operation.responses as Record<string, object>).filter(
      ([status]) => status >= '400',
    );
    for (const [status, response] of problems) {
      expect(response, status).toEqual({ $ref: expect.stringMatching(/^#\/components\/responses\/[A-Z_]+$/) });
    }
  });

  it('fills in no id, secret or cursor, which nobody can know beforehand', () => {
    const parameters = (operation.parameters ?? []) as { name: string; schema?: { example?: unknown } }[];
    const prefilled = parameters.filter(({ schema }) => schema?.example !== undefined).map(({ name }) => name);
    expect(['query', 'pageSize', 'pageToken', 'limit']).toEqual(expect.arrayContaining(prefilled));
    const request = bodiesOf(operation).find(([body]) => body === 'request');
    const unknown = Object.entries(request?.[1].example ?? {}).filter(([name]) =>
      /Id$|^(token|code|refreshToken)$/.test(name),
    );
    expect(unknown.map(([, value]: [string, unknown]) => value).filter((value) => value !== '')).toEqual([]);
  });
});

const models = Object.entries(document.components?.schemas ?? {}) as [string, Model][];

interface Model {
  description?: string;
  properties?: Record<string, { description?: string; example?: unknown; format?: string }>;
}

it.each(models)(
  'the model %s and each of its properties say what they are',
  (_name, { description, properties = {} }) => {
    expect(description).toMatch(/\.$/);
    const silent = Object.entries(properties).filter(([, property]) => !property.description?.match(/\.$/));
    expect(silent.map(([name]) => name)).toEqual([]);
  },
);

it('no two kinds of things have one id in the examples', () => {
  const kinds = new Map<unknown, Set<string>>();
  for (const [model, { properties = {} }] of models) {
    for (const [name, { example }] of Object.entries(properties).filter(([, { format }]) => format === 'uuid')) {
      kinds.set(example, (kinds.get(example) ?? new Set()).add(kindOf(name, model)));
    }
  }
  expect(kinds.has(undefined)).toBe(false);
  expect([...kinds.values()].filter(({ size }) => size > 1)).toEqual([]);
});

/** Of what the id is. */
function kindOf(property: string, model: string): string {
  if (property !== 'id') return property.replace(/^((sender|peer|admin|target)Id|invitedBy|closedBy)$/, 'userId');
  if (/^(User|Profile|Account)View$/.test(model)) return 'userId';
  const [, thing = ''] = /^(?:Listed|Received|Reported)?(\w+?)View$/.exec(model) ?? [];
  return thing.endsWith('Event') ? 'eventId' : `${thing[0]?.toLowerCase()}${thing.slice(1)}Id`;
}

it('lists the operations in the order of the story', () => {
  const ids = operations.map(([, { operationId }]) => operationId);
  const story = ['register', 'login', 'updateMe', 'searchUsers', 'sendFriendRequest', 'acceptFriendRequest'];
  const later = ['openDirectChat', 'sendMessage', 'listMessages', 'markRead', 'readEvents'];
  const places = [...story, ...later].map((id) => ids.indexOf(id));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
});
