import type { ProblemsByStatus, RPC_PROBLEMS } from '@messenger/proto';
import { ApiExtension } from '@nestjs/swagger';

/** OpenAPI extensions in which the decorators record problems; addProblems replaces them by responses. */
export interface ProblemExtensions {
  'x-own-problems': ProblemsByStatus;
  'x-rpc': keyof typeof RPC_PROBLEMS;
}

/** Documents reasons of the gateway's own errors, by status; those of the route's rpc come from its proto. */
export function ApiProblems(problems: ProblemExtensions['x-own-problems']): MethodDecorator {
  return ApiExtension('x-own-problems' satisfies keyof ProblemExtensions, problems);
}

/** Documents the reasons of an rpc at the route that calls it, where the proto maps the rpc to no route. */
export function ApiProblemsOf(rpc: ProblemExtensions['x-rpc']): MethodDecorator {
  return ApiExtension('x-rpc' satisfies keyof ProblemExtensions, rpc);
}
