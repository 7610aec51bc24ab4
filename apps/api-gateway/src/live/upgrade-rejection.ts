import type { Duplex } from 'node:stream';
import { endWith } from '../connections/closing.js';
import { rawProblem } from '../problems/raw-problem.js';

/** Rejects an upgrade with problem+json, as the filter does for requests. Returns the HTTP status. */
export function rejectUpgrade(socket: Duplex, error: unknown, requestId: string): number {
  const { status, bytes } = rawProblem(error, requestId);
  endWith(socket, bytes);
  return status;
}
