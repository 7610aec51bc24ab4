import type { ProblemsByStatus, RPC_PROBLEMS } from '@messenger/proto';
import { ApiExtension } from '@nestjs/swagger';

/** What an operation keeps of the decorators until addProblems makes answers of it. */
export interface ProblemExtensions {
  'x-own-problems': ProblemsByStatus;
  'x-rpc': keyof typeof RPC_PROBLEMS;
}

/** Documents the reasons, by status, for which the gateway itself refuses; those of the route's rpc come from the proto. */
export function ApiProblems(problems: ProblemExtensions['x-own-problems']): MethodDecorator {
  return ApiExtension('x-own-problems' satisfies keyof ProblemExtensions, problems);
}

/** Documents the reasons of an rpc that is mapped to no route, for the route that calls it. */
export function ApiProblemsOf(rpc: ProblemExtensions['x-rpc']): MethodDecorator {
  return ApiExtension('x-rpc' satisfies keyof ProblemExtensions, rpc);
}
