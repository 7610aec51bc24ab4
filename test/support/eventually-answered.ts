import { eventually } from '@messenger/testing';
import type { Answer } from './api.js';

/** Repeats a request until it is answered with that status. */
export function eventuallyAnswered(status: number, request: () => Promise<Answer>): Promise<Answer> {
  return eventually(async () => {
    const answer = await request();
    if (answer.status !== status) throw new Error(`still ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  });
}
