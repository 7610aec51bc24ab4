import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { endWith } from '../http/closing.js';
import { ProblemFilter, problemHeaders } from '../problems/problem.filter.js';
import { toProblem } from '../problems/problem.js';

const problems = new ProblemFilter();

/** Rejects an upgrade with problem+json, as the filter does for requests. Returns the HTTP status. */
export function rejectUpgrade(socket: Duplex, error: unknown, requestId: string): number {
  const problem = problems.describe(error);
  const body = JSON.stringify(toProblem(problem, requestId));
  const headers = {
    ...problemHeaders(error, problem, requestId),
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`, ...lines, '', body];
  endWith(socket, head.join('\r\n'));
  return problem.status;
}
