import type { OpenAPIObject } from '@nestjs/swagger';
import { convertedRequests, type Request } from './converted.js';
import { exampleAnswer } from './example-answer.js';
import type { Step } from './step.js';
import { STORY } from './story.js';
import { testsOf } from './tests.js';

const DESCRIPTION = `Two people, from registration to reading a message, and on to logging out.

**First** press Run above (Run collection), as it is: everything runs in order, against http://127.0.0.1:3000. For another
address change the variable \`baseUrl\` of the collection.

**By hand**, begin with "Ada registers" and press Send from one request to the next: each keeps, as variables of the
collection, the tokens and ids that the next ones need, and checks its answer. There is no hurry: it also accepts what is
answered later. What only you can bring, a link from a mail or a code from the browser, is skipped until you fill in its
variable. Each run makes new people.

Generated from docs/openapi.json and tools/documents/postman/ by "make docs".`;

/** The collection keeps its tokens in variables. */
const BROWSER_HEADERS = ['x-refresh-token'];

type Answers = Parameters<typeof testsOf>[2];

/** postman/messenger.postman_collection.json */
export async function postmanCollection(document: OpenAPIObject): Promise<object> {
  const requests = await convertedRequests(document);
  const steps = STORY.flatMap((chapter) => chapter.steps);
  const untold = [...requests.keys()].filter((name) => !steps.some(({ operation }) => operation === name));
  if (untold.length > 0) {
    throw new Error(
      `No step of the Postman story calls ${untold.join(', ')}: add it to tools/documents/postman/chapters`,
    );
  }
  const answers = answersOf(document);
  return {
    info: {
      name: 'Messenger',
      description: DESCRIPTION,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    variable: variables(),
    item: STORY.map(({ name, description, steps: chapterSteps }, index) => ({
      name: `${index + 1}. ${name}`,
      description,
      item: chapterSteps.map((step) => ({
        name: step.name,
        request: requestOf(step, requests),
        response: [exampleAnswer(step, requestOf(step, requests), document, answers.get(step.operation) ?? {})],
        event: [
          ...scripts('prerequest', beforeOf(step)),
          ...scripts('test', testsOf(step, document, answers.get(step.operation) ?? {})),
        ],
      })),
    })),
  };
}

/** Where the API is, and room for what the requests keep: so the collection needs no environment. */
function variables(): object[] {
  const kept = STORY.flatMap(({ steps }) => steps).flatMap(({ keeps = {}, byHand }) => [
    ...Object.keys(keeps),
    ...(byHand ? [byHand.variable] : []),
  ]);
  const variable = (key: string, value: string): object => ({ key, value, type: 'string' });
  return [variable('baseUrl', 'http://127.0.0.1:3000'), ...[...new Set(kept)].map((key) => variable(key, ''))];
}

function requestOf(
  { operation, path = {}, query = {}, body, token, byHand }: Step,
  requests: Map<string, Request>,
): object {
  const request = requests.get(operation);
  if (request === undefined) throw new Error(`The Postman story calls ${operation}, which is no operation`);
  const { url, method, header, body: converted, ...rest } = structuredClone(request);
  return {
    ...rest,
    ...(byHand && { description: byHand.how }),
    method,
    header: header.filter(({ key }) => !BROWSER_HEADERS.includes(key)),
    url: {
      ...url,
      query: url.query.map((parameter) => ({
        ...parameter,
        value: query[parameter.key] ?? '',
        disabled: !(parameter.key in query),
      })),
      variable: url.variable.map((parameter) => ({ ...parameter, value: path[parameter.key] ?? '' })),
    },
    ...(converted && { body: { ...converted, ...(body && { raw: JSON.stringify(body, null, 2) }) } }),
    auth: token
      ? { type: 'bearer', bearer: [{ key: 'token', value: `{{${token}}}`, type: 'string' }] }
      : { type: 'noauth' },
  };
}

function beforeOf({ before = [], byHand }: Step): string[] {
  return byHand
    ? [`if (!pm.collectionVariables.get('${byHand.variable}')) pm.execution.skipRequest();`, ...before]
    : before;
}

function scripts(listen: string, exec: string[]): object[] {
  return exec.length > 0 ? [{ listen, script: { type: 'text/javascript', exec } }] : [];
}

function answersOf(document: OpenAPIObject): Map<string, Answers> {
  const operations = Object.values(document.paths).flatMap((verbs) => Object.values(verbs as Record<string, unknown>));
  return new Map(
    (operations as { operationId: string; responses: Answers }[]).map(({ operationId, responses }) => [
      operationId,
      resolvedResponses(document, responses),
    ]),
  );
}

/** Problems are described once, in the components. */
function resolvedResponses({ components }: OpenAPIObject, responses: Answers): Answers {
  const resolved = (response: object): unknown =>
    '$ref' in response ? components?.responses?.[String(response.$ref).split('/').at(-1) ?? ''] : response;
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [status, resolved(response)]),
  ) as Answers;
}
