import { eventually } from '@messenger/testing';
import { describe, expect } from 'vitest';
import { SERVICE_NAMES } from '@messenger/stack';
import type { Answer } from '../support/api.js';
import { aChat, anEmail, aPerson, PASSWORD, refusal, send } from '../support/people.js';
import { historyOf, BackgroundLoad, MessageLoad } from '../support/background-load.js';
import type { TestStack } from '../support/test-stack.js';
import { it } from '../support/stack-test.js';

const UNAVAILABLE = [503, 'UNAVAILABLE'];

describe('an outage', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it.for(['stop', 'kill'] as const)(
    'without PostgreSQL (%s) requests answer 503, never 500, and work again once it is back',
    async (way, { stack }) => {
      const { api } = stack;
      const { ada, grace, chatId } = await aChat(api);
      const pids = SERVICE_NAMES.map((name) => stack.apps[name].pid);
      const requests: (() => Promise<Answer>)[] = [
        () => api.post('/v1/auth/register', { email: anEmail(), password: PASSWORD }),
        () => api.post('/v1/auth/login', { email: ada.email, password: PASSWORD }),
        () => ada.api.get('/v1/auth/sessions'),
        () => ada.api.get('/v1/users/me'),
        () => ada.api.patch('/v1/users/me', { about: String(Math.random()) }),
        () => ada.api.get('/v1/users?query=user'),
        () => ada.api.get('/v1/friends'),
        () => ada.api.post('/v1/friend-requests', { userId: grace.id }),
        () => ada.api.get('/v1/chats'),
        () => ada.api.get(`/v1/chats/${chatId}/messages`),
        () => ada.api.post(`/v1/chats/${chatId}/messages`, { text: 'hello' }),
        () => ada.api.put(`/v1/chats/${chatId}/read`, { seq: 1 }),
      ];
      const unexpected: Answer[] = [];
      const writer = new MessageLoad(grace, chatId);
      const load = new BackgroundLoad().add(() => writer.sendOne());
      for (const request of requests) {
        load.add(async () => {
          const answer = await request();
          if (![200, 201, 409, 503].includes(answer.status)) unexpected.push(answer);
        });
      }

      await eventually(() => expect(writer.acknowledged.length).toBeGreaterThan(3));
      await stack.postgres[way]();
      for (const request of requests) {
        const answer = await request();
        expect(refusal(answer)).toEqual(UNAVAILABLE);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
      }
      for (const name of SERVICE_NAMES) expect(await stack.readiness(name), name).toBe(503);
      await stack.postgres.start();
      for (const request of requests) {
        await eventually(async () => expect([200, 201, 409]).toContain((await request()).status));
      }
      await load.stop();
      expect(unexpected.map(({ status, body }) => ({ status, body: body as object }))).toEqual([]);
      expect(SERVICE_NAMES.map((name) => stack.apps[name].pid)).toEqual(pids);
      const inHistory = new Set((await historyOf(ada, chatId)).map(({ id }) => id));
      expect(writer.acknowledged.filter(({ id }) => !inHistory.has(id))).toEqual([]);
    },
  );

  it('without user-service people register without waiting for it, and write; what needs a profile answers 503', async ({
    stack,
  }) => {
    const { api } = stack;
    const { ada, chatId } = await aChat(api);
    const startedBefore = Date.now();
    const stranger = await aPerson(api);
    const usualMs = Date.now() - startedBefore;
    await stack.apps['user-service'].kill();
    const started = Date.now();
    const newcomer = await aPerson(api);
    // Less than the deadline of 2 s that a call to it has.
    expect(Date.now() - started).toBeLessThan(usualMs + 1_500);
    await send(ada, chatId, 'hello');
    for (const answer of [
      await newcomer.api.get('/v1/users/me'),
      await ada.api.get('/v1/users?query=user'),
      await ada.api.get(`/v1/users/${stranger.id}`),
      await ada.api.get(`/v1/chats/${chatId}`),
      await ada.api.post('/v1/friend-requests', { userId: stranger.id }),
    ]) {
      expect(refusal(answer)).toEqual(UNAVAILABLE);
    }
  });

  it('without subscriber-service and auth-service friends write, and what only those two know answers 503', async ({
    stack,
  }) => {
    const { api } = stack;
    const [{ ada, grace, chatId }, stranger] = await Promise.all([aChat(api), aPerson(api)]);
    await eventually(async () => expect(await projectionKnows(stack, ada.id, grace.id)).toBe(true));
    await Promise.all([stack.apps['subscriber-service'].kill(), stack.apps['auth-service'].kill()]);
    await send(ada, chatId, 'hello');
    expect((await grace.api.post('/v1/chats/direct', { userId: ada.id })).status).toBe(200);
    for (const answer of [
      await ada.api.post('/v1/chats/direct', { userId: stranger.id }),
      await ada.api.get('/v1/friends'),
      await api.post('/v1/auth/login', { email: ada.email, password: PASSWORD }),
    ]) {
      expect(refusal(answer)).toEqual(UNAVAILABLE);
    }
  });

  async function projectionKnows(stack: TestStack, ...userIds: string[]): Promise<boolean> {
    const rows = await stack
      .schema('chat-service')
      .query('SELECT FROM friendships WHERE user_low = ANY ($1) AND user_high = ANY ($1) AND friends', [userIds]);
    return rows.length === 1;
  }
});
