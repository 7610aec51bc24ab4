import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import type { Answer } from '../support/api.js';
import { aChat, refusal, send, type Person } from '../support/people.js';
import { it } from '../support/stack-test.js';
import { percentile, steadyLoad, type Timed } from '../support/steady-load.js';
import type { TestStack } from '../support/test-stack.js';

/** Well and frozen by turns, so that a machine that changes its pace changes it for both. */
const ROUNDS = 3;
const LOOK_MS = 4_000;
const NOTICED_WITHIN_MS = 1_000;
const WELL_WITHIN_MS = 2_000;

interface Look {
  chats: Timed[];
  others: Timed[];
}

describe('a service that stands still under 100 requests a second', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('is refused for within a second, holds up nothing else, sees no storm, and works again within two', async ({
    stack,
  }) => {
    const { ada, chatId } = await aChat(stack.api);
    const look = (forMs: number) => lookFor(forMs, ada, chatId);
    await look(LOOK_MS);
    const [well, frozen, refused]: [Timed[], Timed[], Timed[]] = [[], [], []];
    for (let round = 0; round < ROUNDS; round++) {
      well.push(...(await look(LOOK_MS)).others);
      const answeredBefore = await answered(stack);
      const { chats, others } = await whileFrozen(stack, () => look(LOOK_MS));
      await pause(WELL_WITHIN_MS);
      const after = await look(500);
      expect(after.chats.filter(({ answer }) => answer.status !== 200)).toEqual([]);
      await send(ada, chatId, 'hello');
      const offered = chats.length + after.chats.length + 1;
      expect((await answered(stack)) - answeredBefore).toBeLessThanOrEqual(offered * 1.1);
      frozen.push(...others);
      refused.push(...lateIn(chats));
    }
    const figures = {
      well: percentile(0.99, well),
      frozen: percentile(0.99, frozen),
      refused: percentile(0.99, refused),
    };
    console.log('p99 in ms, of others, and of refusals, around a frozen chat-service:', figures);
    expect(new Set(refused.map(({ answer }) => refusal(answer).join(' ')))).toEqual(new Set(['503 UNAVAILABLE']));
    expect(new Set(refused.map(({ answer }) => answer.headers.get('retry-after')))).toEqual(new Set(['1']));
    expect(figures.refused).toBeLessThan(50);
    expect(frozen.filter(({ answer }) => answer.status !== 200)).toEqual([]);
    expect(figures.frozen).toBeLessThan(1.3 * figures.well);
  });
});

/** Half of the requests need chat-service; the others need each of the other services. */
async function lookFor(forMs: number, { api }: Person, chatId: string): Promise<Look> {
  const paths = ['/v1/auth/sessions', '/v1/users/me', '/v1/friends'];
  let turn = 0;
  const next = (): Promise<Answer> => api.get(paths[turn++ % paths.length]!);
  const [chats, others] = await Promise.all([
    steadyLoad(forMs, () => api.get(`/v1/chats/${chatId}/messages`)),
    steadyLoad(forMs, next),
  ]);
  return { chats, others };
}

async function whileFrozen(stack: TestStack, look: () => Promise<Look>): Promise<Look> {
  const service = stack.apps['chat-service'];
  await service.kill('SIGSTOP');
  try {
    return await look();
  } finally {
    await service.kill('SIGCONT');
  }
}

/** Those that began when everybody should have noticed. */
function lateIn(chats: Timed[]): Timed[] {
  return chats.filter(({ startedMs }) => startedMs > chats[0]!.startedMs + NOTICED_WITHIN_MS);
}

/** Rpcs that chat-service has answered. */
async function answered(stack: TestStack): Promise<number> {
  const lines = (await stack.metrics('chat-service')).split('\n');
  const counts = lines.filter((line) => line.startsWith('rpc_server_duration_seconds_count{rpc="messenger.chat'));
  return counts.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
