import type { ProblemsByStatus, RPC_PROBLEMS } from '@messenger/proto';
import { ApiExtension } from '@nestjs/swagger';

/** Where an operation keeps what the decorators say until addProblems makes answers of it. */
export const OWN_PROBLEMS = 'x-own-problems';
export const RPC = 'x-rpc';

/** Documents the reasons, by status, for which the gateway itself refuses; those of the route's rpc come from the proto. */
export function ApiProblems(problems: ProblemsByStatus): MethodDecorator {
  return ApiExtension(OWN_PROBLEMS, problems);
}

/** Documents the reasons of an rpc that is mapped to no route, for the route that calls it. */
export function ApiProblemsOf(rpc: keyof typeof RPC_PROBLEMS): MethodDecorator {
  return ApiExtension(RPC, rpc);
}
