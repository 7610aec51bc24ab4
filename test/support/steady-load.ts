import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './api.js';

export interface Timed {
  startedMs: number;
  tookMs: number;
  answer: Answer;
}

/** Requests at a steady pace, whatever becomes of them: 50 a second. */
export async function steadyLoad(forMs: number, request: () => Promise<Answer>): Promise<Timed[]> {
  const all: Promise<Timed>[] = [];
  const begunMs = performance.now();
  while (performance.now() < begunMs + forMs) {
    const startedMs = performance.now();
    const timed = request().then((answer) => ({ startedMs, tookMs: performance.now() - startedMs, answer }));
    all.push(timed);
    await pause(20);
  }
  return Promise.all(all);
}

export function percentile(share: number, answers: Timed[]): number {
  const sorted = answers.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
