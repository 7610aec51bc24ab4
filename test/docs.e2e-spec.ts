import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startBrowser } from './browser.js';
import { anEmail, PASSWORD } from './people.js';
import { SwaggerPage } from './swagger-page.js';

let browser: Browser;

beforeAll(async () => {
  browser = await startBrowser();
});

afterAll(() => browser.close());

it('/docs-json is docs/openapi.json, but for the address', async () => {
  const served = (await (await fetch(`${inject('gatewayUrl')}/docs-json`)).json()) as { servers: unknown[] };
  const committed = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as { servers: unknown[] };
  expect({ ...served, servers: served.servers.slice(0, 1) }).toEqual({
    ...committed,
    servers: committed.servers.slice(0, 1),
  });
});

it('/docs takes two people from registration to reading a message, by its buttons alone', async () => {
  const docs = new SwaggerPage(await browser.newPage({ viewport: { width: 1280, height: 900 } }));
  const complaints: string[] = [];
  docs.page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  docs.page.on('pageerror', (error) => complaints.push(error.message));
  await docs.open(inject('gatewayUrl'));
  expect((await docs.tags()).slice(0, 4)).toEqual(['Auth', 'Users', 'Friends', 'Chats']);

  const { body: ada } = await docs.execute('register', { body: { email: anEmail('ada'), password: PASSWORD } });
  const { body: grace } = await docs.execute('register', { body: { email: anEmail('grace'), password: PASSWORD } });
  const nickname = `grace_${Date.now().toString(36)}`;
  await docs.authorize(grace.accessToken);
  await docs.execute('updateMe', { body: { nickname } });

  await docs.authorize(ada.accessToken);
  const { body: found } = await docs.execute('searchUsers', { query: nickname });
  expect(found.users[0]).toMatchObject({ id: grace.userId, nickname });
  const { body: request } = await docs.execute('sendFriendRequest', { body: { userId: grace.userId } });
  expect(request).toMatchObject({ userId: grace.userId, status: 'pending' });

  await docs.authorize(grace.accessToken);
  const { body: accepted } = await docs.execute('acceptFriendRequest', { friendRequestId: request.id });
  expect(accepted.status).toBe('accepted');

  await docs.authorize(ada.accessToken);
  const { body: chat } = await docs.execute('openDirectChat', { body: { userId: grace.userId } });
  const sent = await docs.execute('sendMessage', { chatId: chat.id, body: { text: 'Hello, Grace!' } });
  expect(sent.status).toBe(201);

  await docs.authorize(grace.accessToken);
  const { body: history } = await docs.execute('listMessages', { chatId: chat.id });
  expect(history.messages).toMatchObject([{ seq: 1, text: 'Hello, Grace!' }]);
  const { body: read } = await docs.execute('markRead', { chatId: chat.id, body: { seq: 1 } });
  expect(read).toEqual({ readSeq: 1, unreadCount: 0 });
  expect(complaints).toEqual([]);
  // A browser on two busy cores takes its time.
}, 180_000);
