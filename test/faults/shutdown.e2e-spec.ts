import { eventually } from '@messenger/testing';
import type { AppName } from '@messenger/stack';
import { describe, expect } from 'vitest';
import { aChat, refusal, type Person } from '../support/people.js';
import { historyOf, BackgroundLoad, MessageLoad } from '../support/background-load.js';
import type { TestStack } from '../support/test-stack.js';
import { it } from '../support/stack-test.js';

describe('SIGTERM', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it.for(['api-gateway', 'chat-service'] as const)(
    'of %s lets the requests in hand finish, ends in time, and loses nothing acknowledged',
    async (name, { stack }) => {
      const { api } = stack;
      const [busy, held] = await Promise.all([aChat(api), aChat(api)]);
      const app = stack.apps[name];
      const writers = [busy.ada, busy.grace].map((person) => new MessageLoad(person, busy.chatId));
      const load = new BackgroundLoad();
      for (const writer of writers) load.add(() => writer.sendOne());
      await eventually(() => writers.forEach(({ acknowledged }) => expect(acknowledged.length).toBeGreaterThan(3)));

      // The requests in hand wait for a lock of ours.
      const gate = await stack.schema('chat-service').begin();
      await gate.query('SELECT FROM chats WHERE id = $1 FOR UPDATE', [held.chatId]);
      const inHand = ['one', 'two', 'three'].map((text) =>
        held.ada.api.post(`/v1/chats/${held.chatId}/messages`, { text }),
      );
      await stack.schema('chat-service').somebodyWaits();
      const started = Date.now();
      const ended = app.kill('SIGTERM').then(() => app.exited);
      await eventually(() => nothingNewIsTaken(stack, name, held));
      await gate.rollback();

      const answers = await Promise.all(inHand);
      expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
      expect(await ended).toEqual({ code: 0, signal: null });
      expect(Date.now() - started).toBeLessThan(10_000);
      await app.start();
      await load.stop();
      const history = await historyOf(busy.ada, busy.chatId);
      expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1));
      const acknowledged = writers.flatMap((writer) => writer.acknowledged.map(({ id }) => id));
      expect(new Set(history.map(({ id }) => id))).toEqual(new Set(acknowledged));
    },
  );
});

/** The app says so; the gateway's port is closed, and before a service that ends the gateway answers 503. */
async function nothingNewIsTaken(stack: TestStack, name: AppName, { ada }: { ada: Person }): Promise<void> {
  if (name === 'api-gateway') await expect(fetch(`${stack.api.url}/healthz`)).rejects.toThrow();
  else expect(refusal(await ada.api.get('/v1/chats'))).toEqual([503, 'UNAVAILABLE']);
  expect((await fetch(`${stack.adminUrls[name]}/readyz`)).status).toBe(503);
  expect(stack.apps[name].pid).toBeDefined();
}
