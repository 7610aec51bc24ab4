import type { RequestContext } from '@messenger/logging';

/**
 * How long a call may take: `deadlineMs`, but no longer than what is left to its request. A request has, from its arrival on,
 * the longest deadline of its calls so far: what hashes a password may also read a profile afterwards. In a service it has
 * what its caller gives.
 */
export function timeLeftMs(context: RequestContext | undefined, deadlineMs: number): number {
  if (context?.endsAtMs !== undefined) return Math.min(deadlineMs, context.endsAtMs - performance.now());
  if (context?.arrivedAtMs === undefined) return deadlineMs;
  context.budgetMs = Math.max(context.budgetMs ?? 0, deadlineMs);
  return Math.min(deadlineMs, context.arrivedAtMs + context.budgetMs - performance.now());
}
