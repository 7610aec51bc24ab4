import { vi } from 'vitest';
import type { Answer } from './api.js';

/** Milliseconds in which what events bring about must have come about. */
const PATIENCE = 5_000;

/** Repeats a request until it is answered with that status. */
export async function untilStatus(status: number, request: () => Promise<Answer>): Promise<Answer> {
  return vi.waitFor(
    async () => {
      const answer = await request();
      if (answer.status !== status) throw new Error(`still ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer;
    },
    { timeout: PATIENCE, interval: 20 },
  );
}
