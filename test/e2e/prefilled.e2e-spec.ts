import { readFileSync } from 'node:fs';
import { expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { anEmail, aPerson } from '../support/people.js';

interface Operation {
  operationId: string;
  parameters?: {
    name: string;
    in: string;
    required: boolean;
    schema: { example?: string | number; default?: string | number };
  }[];
  requestBody?: { content: Record<string, { example?: object }> };
}

const { paths } = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
};

const operations = Object.entries(paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, operation]) => ({ path, verb, operation })),
);

/** Another mail within a minute of the one of the registration is too many. */
const AFTER_A_MINUTE = 'requestEmailVerification';
/** End the session that the other operations need. */
const LAST = ['logout', 'deleteAccount'];

/** What "Execute" sends without any typing; undefined where a value has to be typed, or a browser has to follow. */
function prefilledOf({ path, operation: { operationId, parameters = [], requestBody } }: (typeof operations)[number]) {
  const body = requestBody?.content['application/json']?.example;
  const isOpen = parameters.some(({ required, schema }) => required && schema.example === undefined);
  if (isOpen || path.includes('{') || /^(startGoogleSignIn|returnFromGoogle)$/.test(operationId)) return undefined;
  if (requestBody && (body === undefined || Object.values(body).includes(''))) return undefined;
  const query = parameters.flatMap(({ name, schema }): [string, string][] => {
    const value = schema.example ?? schema.default;
    return value === undefined ? [] : [[name, String(value)]];
  });
  return { path: `${path}?${new URLSearchParams(query).toString()}`, body: body && withOwnNames(body) };
}

/** As the page does: addresses and nicknames that nobody has. */
function withOwnNames(body: object): object {
  return {
    ...body,
    ...('email' in body && { email: anEmail() }),
    ...('nickname' in body && { nickname: `ada_${Date.now().toString(36)}` }),
  };
}

function expectedOf({ path, operation }: (typeof operations)[number]): unknown {
  // To nobody but administrators they exist.
  if (path.startsWith('/v1/admin/')) return 404;
  // Nobody has registered with the address yet; on the page it is that of the last registration.
  return operation.operationId === 'login' ? 401 : expect.toSatisfy((status: number) => status < 400);
}

it('what Swagger UI fills in works, also the second time', async () => {
  const ada = await aPerson(new Api(inject('gatewayUrl')));
  const tried: string[] = [];
  const isLast = ({ operation }: (typeof operations)[number]) => LAST.includes(operation.operationId);
  for (const each of operations.toSorted((one, other) => Number(isLast(one)) - Number(isLast(other)))) {
    if (prefilledOf(each) === undefined || each.operation.operationId === AFTER_A_MINUTE) continue;
    tried.push(each.operation.operationId);
    const { api } = isLast(each) ? await aPerson(new Api(inject('gatewayUrl'))) : ada;
    for (let time = 1; time <= (isLast(each) ? 1 : 2); time++) {
      const prefilled = prefilledOf(each)!;
      const answer = await api.request(each.verb.toUpperCase(), prefilled.path, prefilled.body);
      expect(answer.status, `${each.operation.operationId}, time ${time}: ${JSON.stringify(answer.body)}`).toEqual(
        expectedOf(each),
      );
    }
  }
  expect(tried).toEqual(
    expect.arrayContaining(['register', 'updateMe', 'searchUsers', 'readEvents', 'linkGoogle', ...LAST]),
  );
});
