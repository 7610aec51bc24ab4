import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { Problem, toProblem } from '../problems/problem.js';

const REQUEST_ID = '5f0c7a52-8b0e-4b86-9d5c-1a0b6f2e7c11';

/** Documents the reasons an operation may refuse with, by status, beside those that every operation has. */
export function ApiProblems(reasons: Record<number, string[]>): MethodDecorator {
  return applyDecorators(
    ...Object.entries(reasons).map(([status, names]) =>
      ApiResponse({
        status: Number(status),
        description: names.join(', '),
        content: { 'application/problem+json': problemContent(Number(status), names) },
      }),
    ),
  );
}

/** Schema and one example a reason. */
export function problemContent(status: number, reasons: string[]): object {
  const examples = reasons.map((reason) => [
    reason,
    { value: toProblem({ status, reason, detail: reason.toLowerCase().replaceAll('_', ' ') }, REQUEST_ID) },
  ]);
  return { schema: { $ref: `#/components/schemas/${Problem.name}` }, examples: Object.fromEntries(examples) as object };
}
