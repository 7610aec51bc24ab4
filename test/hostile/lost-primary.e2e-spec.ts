import { setTimeout as pause } from 'node:timers/promises';
import { record, SERVICE_NAMES, type ServiceName } from '@messenger/stack';
import { TcpProxy } from '@messenger/testing';
import { describe, expect } from 'vitest';
import type { Answer } from '../support/api.js';
import { aChat, refusal } from '../support/people.js';
import { it } from '../support/stack-test.js';
import { percentile, steadyLoad, type Timed } from '../support/steady-load.js';
import type { TestStack } from '../support/test-stack.js';

const OUTAGE_MS = 25_000;
const NOTICED_WITHIN_MS = 1_000;
const BACK_WITHIN_MS = 2_000;

describe('the loss of the primary of PostgreSQL', () => {
  it('is answered 503 at once, and over two seconds after there is a new one', async ({ stack, onTestFinished }) => {
    await stack.restore();
    const proxy = await TcpProxy.to(stack.postgres.port);
    const urls = await reachDatabaseBy(stack, (url) => proxy.urlOf(url));
    onTestFinished(async () => {
      await reachDatabaseBy(stack, (_url, name) => urls[name]);
      await proxy.close();
    });
    const { ada, chatId } = await aChat(stack.api);
    const paths = ['/v1/auth/sessions', '/v1/users/me', '/v1/friends', `/v1/chats/${chatId}/messages`];
    let turn = 0;
    const next = (): Promise<Answer> => ada.api.get(paths[turn++ % paths.length]!);
    await steadyLoad(2_000, next);

    // Its machine is gone: nobody answers, and nobody closes the connections that there were.
    proxy.freeze();
    const lost = steadyLoad(OUTAGE_MS, next);
    await pause(OUTAGE_MS);
    // The new one has the address; whatever led to the old one leads nowhere.
    proxy.thaw();
    await pause(BACK_WITHIN_MS);
    const after = await steadyLoad(3_000, next);

    const refused = refusedLate(await lost);
    const longest = Math.max(...(await lost).map(({ tookMs }) => tookMs));
    console.log('refusals:', refused.length, 'p99 in ms:', percentile(0.99, refused), 'longest answer:', longest);
    expect(new Set(refused.map(({ answer }) => refusal(answer).join(' ')))).toEqual(new Set(['503 UNAVAILABLE']));
    for (const { answer } of refused) expect(answer.headers.get('retry-after')).toBe('1');
    expect(percentile(0.99, refused)).toBeLessThan(100);
    expect(longest).toBeLessThan(2_500);
    expect(after.filter(({ answer }) => answer.status !== 200)).toEqual([]);
  });
});

/** @returns the URLs of before */
async function reachDatabaseBy(
  stack: TestStack,
  urlOf: (url: string, name: ServiceName) => string,
): Promise<Record<ServiceName, string>> {
  const before = record(SERVICE_NAMES, (name) => stack.apps[name].env.DATABASE_URL!);
  for (const name of SERVICE_NAMES) {
    stack.apps[name].env.DATABASE_URL = urlOf(before[name], name);
    await stack.apps[name].restart();
  }
  await stack.whole();
  return before;
}

/** Those that began when everybody should have noticed. */
function refusedLate(answers: Timed[]): Timed[] {
  return answers.filter(({ startedMs }) => startedMs > answers[0]!.startedMs + NOTICED_WITHIN_MS);
}
