import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@messenger/testing';
import { describe, expect } from 'vitest';
import type { Answer } from '../support/api.js';
import { aChat, aPerson, refusal, send } from '../support/people.js';
import { it } from '../support/stack-test.js';

/** Of 100 requests a second. */
const INTERVAL_MS = 10;

interface Timed {
  startedMs: number;
  tookMs: number;
  answer: Answer;
}

/** Requests at a steady pace, whatever becomes of them. */
async function load(forMs: number, request: () => Promise<Answer>): Promise<Timed[]> {
  const all: Promise<Timed>[] = [];
  const begunMs = performance.now();
  while (performance.now() < begunMs + forMs) {
    const startedMs = performance.now();
    const timed = request().then((answer) => ({ startedMs, tookMs: performance.now() - startedMs, answer }));
    all.push(timed);
    await pause(INTERVAL_MS);
  }
  return Promise.all(all);
}

function percentile99(answers: Timed[]): number {
  const sorted = answers.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
}

describe('a service that stands still', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('is refused for within a second, holds up nothing else, sees no storm, and works again at once', async ({
    stack,
  }) => {
    const { ada, chatId } = await aChat(stack.api);
    const service = stack.apps['chat-service'];
    const chats = (): Promise<Answer> => ada.api.get(`/v1/chats/${chatId}/messages`);
    const others = (): Promise<Answer> => ada.api.get('/v1/auth/sessions');
    const usual = percentile99(await load(1_000, others));
    const answeredBefore = await answered();
    let offered = 0;

    await service.kill('SIGSTOP');
    const stoppedMs = performance.now();
    const [refused, meanwhile] = await Promise.all([
      load(3_000, () => {
        offered++;
        return chats();
      }),
      load(3_000, others),
    ]).finally(() => service.kill('SIGCONT'));
    const late = refused.filter(({ startedMs }) => startedMs > stoppedMs + 1_000);
    expect(new Set(late.map(({ answer }) => refusal(answer).join(' ')))).toEqual(new Set(['503 UNAVAILABLE']));
    for (const { answer } of late) expect(answer.headers.get('retry-after')).toBe('1');
    const figures = { usual, refusals: percentile99(late), meanwhile: percentile99(meanwhile) };
    console.log('p99 in ms, with a frozen chat-service:', figures);
    expect(figures.refusals).toBeLessThan(Math.max(100, 4 * usual));
    expect(meanwhile.filter(({ answer }) => answer.status !== 200)).toEqual([]);
    // On a busy machine a percentile of a second says little.
    expect(figures.meanwhile).toBeLessThan(Math.max(200, 4 * usual));

    await eventually(async () => expect((await chats()).status).toBe(200), 2_000);
    await send(ada, chatId, 'hello');
    expect((await answered()) - answeredBefore).toBeLessThanOrEqual(offered * 1.1);

    /** Rpcs that chat-service has answered. */
    async function answered(): Promise<number> {
      const lines = (await stack.metrics('chat-service')).split('\n');
      const counts = lines.filter((line) => line.startsWith('rpc_server_duration_seconds_count{rpc="messenger.chat'));
      return counts.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    }
  });

  it('as user-service does: people register and write, and what needs a profile is answered 503 at once', async ({
    stack,
  }) => {
    const { ada, chatId } = await aChat(stack.api);
    await stack.apps['user-service'].kill('SIGSTOP');
    try {
      await load(1_200, () => ada.api.get('/v1/users/me'));
      await aPerson(stack.api);
      await send(ada, chatId, 'hello');
      const [timed] = await load(1, () => ada.api.get('/v1/users/me'));
      expect(refusal(timed!.answer)).toEqual([503, 'UNAVAILABLE']);
      expect(timed!.tookMs).toBeLessThan(200);
    } finally {
      await stack.apps['user-service'].kill('SIGCONT');
    }
    await eventually(async () => expect((await ada.api.get('/v1/users/me')).status).toBe(200), 2_000);
  });

  it('as PostgreSQL does: everything that needs it is answered 503 at once, and works again within 2 seconds', async ({
    stack,
  }) => {
    const { ada } = await aChat(stack.api);
    const { postgres } = stack;
    postgres.freeze();
    try {
      await load(1_500, () => ada.api.get('/v1/chats'));
      const refused = await load(500, () => ada.api.get('/v1/chats'));
      expect(new Set(refused.map(({ answer }) => answer.status))).toEqual(new Set([503]));
      expect(percentile99(refused)).toBeLessThan(200);
    } finally {
      postgres.thaw();
    }
    await eventually(async () => expect((await ada.api.get('/v1/chats')).status).toBe(200), 2_000);
  });
});
