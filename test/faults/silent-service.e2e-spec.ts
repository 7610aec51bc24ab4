import { eventually } from '@messenger/testing';
import { describe, expect } from 'vitest';
import type { Answer } from '../support/api.js';
import { aChat, aPerson, refusal, send } from '../support/people.js';
import { it } from '../support/stack-test.js';
import { percentile, steadyLoad } from '../support/steady-load.js';

describe('a service that stands still', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('as chat-service does: chats are answered 503 with Retry-After at once, and everything else as ever', async ({
    stack,
  }) => {
    const { ada, chatId } = await aChat(stack.api);
    const messages = (): Promise<Answer> => ada.api.get(`/v1/chats/${chatId}/messages`);
    await stack.apps['chat-service'].kill('SIGSTOP');
    try {
      await steadyLoad(1_200, messages);
      const refused = await steadyLoad(300, messages);
      expect(new Set(refused.map(({ answer }) => refusal(answer).join(' ')))).toEqual(new Set(['503 UNAVAILABLE']));
      expect(new Set(refused.map(({ answer }) => answer.headers.get('retry-after')))).toEqual(new Set(['1']));
      expect(percentile(0.5, refused)).toBeLessThan(500);
      expect((await ada.api.get('/v1/friends')).status).toBe(200);
    } finally {
      await stack.apps['chat-service'].kill('SIGCONT');
    }
    await eventually(() => send(ada, chatId, 'hello'));
  });

  it('as user-service does: people register and write, and what needs a profile is answered 503 at once', async ({
    stack,
  }) => {
    const { ada, chatId } = await aChat(stack.api);
    await stack.apps['user-service'].kill('SIGSTOP');
    try {
      await steadyLoad(1_200, () => ada.api.get('/v1/users/me'));
      await aPerson(stack.api);
      await send(ada, chatId, 'hello');
      const [timed] = await steadyLoad(1, () => ada.api.get('/v1/users/me'));
      expect(refusal(timed!.answer)).toEqual([503, 'UNAVAILABLE']);
      expect(timed!.tookMs).toBeLessThan(500);
    } finally {
      await stack.apps['user-service'].kill('SIGCONT');
    }
    await eventually(async () => expect((await ada.api.get('/v1/users/me')).status).toBe(200));
  });

  it('as PostgreSQL does: everything that needs it is answered 503 at once, and works again', async ({ stack }) => {
    const { ada } = await aChat(stack.api);
    const { postgres } = stack;
    postgres.freeze();
    try {
      await steadyLoad(1_500, () => ada.api.get('/v1/chats'));
      const refused = await steadyLoad(500, () => ada.api.get('/v1/chats'));
      expect(new Set(refused.map(({ answer }) => answer.status))).toEqual(new Set([503]));
      expect(percentile(0.5, refused)).toBeLessThan(500);
    } finally {
      postgres.thaw();
    }
    await eventually(async () => expect((await ada.api.get('/v1/chats')).status).toBe(200));
  });
});
