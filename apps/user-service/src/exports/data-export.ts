import type { Selectable } from '@messenger/database';
import type { Exports } from '../tables.gen.js';

export type DataExport = Selectable<Exports>;

/** A maker that has not written for as long is gone. */
export const MAX_SILENCE_SECONDS = 60;

/** "running", "ready" or "failed": a running one that nobody writes any more has failed. */
export function stateOf({ state, updatedAt }: DataExport, nowMs = Date.now()): string {
  const isSilent = nowMs - updatedAt.getTime() > MAX_SILENCE_SECONDS * 1_000;
  return state === 'running' && isSilent ? 'failed' : state;
}
