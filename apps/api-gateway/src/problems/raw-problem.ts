import { STATUS_CODES } from 'node:http';
import { requestIdOr } from '@messenger/logging';
import { ProblemFilter, problemHeaders } from './problem.filter.js';
import { toProblem } from './problem.js';

const problems = new ProblemFilter();

/** An answer as it goes on the wire. */
export interface RawProblem {
  status: number;
  bytes: string;
}

/** Renders an error where there is no response to send it with, as the filter does where there is. It closes the connection. */
export function rawProblem(error: unknown, requestId = requestIdOr(undefined)): RawProblem {
  const problem = problems.describe(error);
  const { status } = problem;
  const body = JSON.stringify(toProblem(problem, requestId));
  const headers = {
    ...problemHeaders(error, problem, requestId),
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return { status, bytes: [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n') };
}
