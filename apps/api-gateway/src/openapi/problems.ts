import { ACCESS_TOKEN_REASONS } from '@messenger/errors';
import { REASON_DESCRIPTIONS, RPC_PROBLEMS, type ProblemsByStatus } from '@messenger/proto';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Problem, toProblem } from '../problems/problem.js';
import type { ProblemExtensions } from './api-problems.decorator.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']> & Partial<ProblemExtensions>;

const REQUEST_ID = '5f0c7a52-8b0e-4b86-9d5c-1a0b6f2e7c11';

/** Reasons of errors that every operation may answer with. */
const COMMON_PROBLEMS: ProblemsByStatus = {
  429: ['RATE_LIMITED'],
  500: ['INTERNAL'],
  503: ['UNAVAILABLE'],
  504: ['DEADLINE_EXCEEDED'],
};
const RATE_LIMITED = 429;
const RETRY_AFTER = {
  'Retry-After': {
    description: 'In how many seconds the same request may succeed.',
    schema: { type: 'integer', example: 1 },
  },
} as const;
const INPUT_PROBLEMS: ProblemsByStatus = { 400: ['VALIDATION_FAILED'] };
const BODY_PROBLEMS: ProblemsByStatus = { 413: ['PAYLOAD_TOO_LARGE'], 415: ['UNSUPPORTED_MEDIA_TYPE'] };
const UNAUTHENTICATED: ProblemsByStatus = { 401: ['UNAUTHENTICATED', ...ACCESS_TOKEN_REASONS] };
/** The security of an operation without @ApiBearerAuth(). */
const PUBLIC: [] = [];

/** Documents the errors of each operation: those of every operation, those of its rpc, and the gateway's own. */
export function addProblems(document: OpenAPIObject): void {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [verb, operation] of Object.entries(item as Record<string, Operation>)) {
      const { 'x-own-problems': own = {}, 'x-rpc': rpc } = operation;
      delete operation['x-own-problems'];
      delete operation['x-rpc'];
      operation.security ??= PUBLIC;
      const ofRpc = rpc === undefined ? problemsOfRoute(`${verb.toUpperCase()} ${path}`) : RPC_PROBLEMS[rpc].problems;
      addResponses(document, operation, [...possibleProblems(operation), ofRpc, own]);
    }
  }
}

/** Those that the gateway itself may answer with: only who sends something can send something wrong. */
function possibleProblems({ parameters = [], requestBody, security }: Operation): ProblemsByStatus[] {
  const hasInput = parameters.length > 0 || requestBody !== undefined;
  return [
    COMMON_PROBLEMS,
    hasInput ? INPUT_PROBLEMS : {},
    requestBody === undefined ? {} : BODY_PROBLEMS,
    security === PUBLIC ? {} : UNAUTHENTICATED,
  ];
}

/** The problems of the rpc that google.api.http maps to the route; none where there is no such rpc. */
function problemsOfRoute(route: string): ProblemsByStatus {
  const rpc = Object.values<{ route?: string; problems: ProblemsByStatus }>(RPC_PROBLEMS).find(
    (candidate) => candidate.route === route,
  );
  return rpc?.problems ?? {};
}

function addResponses(document: OpenAPIObject, operation: Operation, parts: ProblemsByStatus[]): void {
  for (const status of new Set(parts.flatMap((part) => Object.keys(part).map(Number)))) {
    const reasons = [...new Set(parts.flatMap((part) => part[status] ?? []))];
    operation.responses[status] = { $ref: sharedResponse(document, status, reasons) };
  }
}

/** Describes the response once in the document's components, and returns the reference to it. */
function sharedResponse(document: OpenAPIObject, status: number, reasons: string[]): string {
  const name = reasons.join('_OR_');
  const responses = ((document.components ??= {}).responses ??= {});
  responses[name] ??= {
    description: reasons.map((reason) => `**${reason}**: ${REASON_DESCRIPTIONS[reason]}`).join('\n\n'),
    ...(status === RATE_LIMITED && { headers: RETRY_AFTER }),
    content: { 'application/problem+json': problemContent(document, status, reasons) },
  };
  return `#/components/responses/${name}`;
}

/** The problem schema, and an example of each reason. */
function problemContent(document: OpenAPIObject, status: number, reasons: string[]): object {
  const examples = ((document.components ??= {}).examples ??= {});
  for (const reason of reasons) {
    const detail = REASON_DESCRIPTIONS[reason] ?? reason;
    examples[reason] ??= { value: toProblem({ status, reason, detail }, REQUEST_ID) };
  }
  const references = reasons.map((reason) => [reason, { $ref: `#/components/examples/${reason}` }]);
  return {
    schema: { $ref: `#/components/schemas/${Problem.name}` },
    examples: Object.fromEntries(references) as object,
  };
}
