import { eventually } from '@messenger/testing';
import { describe, expect } from 'vitest';
import type { Answer } from '../support/api.js';
import { aChat, refusal, send } from '../support/people.js';
import { it } from '../support/stack-test.js';
import { percentile, steadyLoad } from '../support/steady-load.js';

describe('a service that stands still under 100 requests a second', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('is refused for within a second, holds up nothing else, sees no storm, and works again at once', async ({
    stack,
  }) => {
    const { ada, chatId } = await aChat(stack.api);
    const service = stack.apps['chat-service'];
    const chats = (): Promise<Answer> => ada.api.get(`/v1/chats/${chatId}/messages`);
    const others = (): Promise<Answer> => ada.api.get('/v1/auth/sessions');
    await steadyLoad(1_000, chats);
    const usual = percentile(0.99, await steadyLoad(2_000, others));
    const answeredBefore = await answered();
    let offered = 0;

    await service.kill('SIGSTOP');
    const stoppedMs = performance.now();
    const [refused, meanwhile] = await Promise.all([
      steadyLoad(3_000, () => {
        offered++;
        return chats();
      }),
      steadyLoad(3_000, others),
    ]).finally(() => void service.kill('SIGCONT'));
    const late = refused.filter(({ startedMs }) => startedMs > stoppedMs + 1_000);
    expect(new Set(late.map(({ answer }) => refusal(answer).join(' ')))).toEqual(new Set(['503 UNAVAILABLE']));
    for (const { answer } of late) expect(answer.headers.get('retry-after')).toBe('1');
    const figures = { usual, refusals: percentile(0.99, late), meanwhile: percentile(0.99, meanwhile) };
    console.log('p99 in ms, with a frozen chat-service:', figures);
    expect(figures.refusals).toBeLessThan(Math.max(50, 2 * usual));
    expect(meanwhile.filter(({ answer }) => answer.status !== 200)).toEqual([]);
    expect(figures.meanwhile).toBeLessThan(Math.max(50, 2 * usual));

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
});
