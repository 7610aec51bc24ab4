import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { ProblemFilter } from '../problems/problem.filter.js';
import { toProblem } from '../problems/problem.js';

const problems = new ProblemFilter();

/** Answers an upgrade as any other request would be refused, and answers its HTTP status. */
export function refuse(socket: Duplex, error: unknown, requestId: string): number {
  const problem = toProblem(problems.describe(error), requestId);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    ...(problem.status === 401 ? ['www-authenticate: Bearer'] : []),
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  return problem.status;
}
