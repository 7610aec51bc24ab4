import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVENT_TYPES, hasDurableConsumer, isLogged } from '@messenger/events';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { AsyncApiDocument } from '../../tools/documents/asyncapi/document.js';
import { startBrowser } from '../support/browser.js';
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

it('/docs/events.json is docs/asyncapi.json, but for the address', async () => {
  const { host } = new URL(inject('gatewayUrl'));
  const served: unknown = await (await fetch(`${inject('gatewayUrl')}/docs/events.json`)).json();
  const { servers, ...committed } = JSON.parse(readFileSync('docs/asyncapi.json', 'utf8')) as AsyncApiDocument;
  expect(served).toEqual({ ...committed, servers: { ...servers, gateway: { ...servers.gateway, host } } });
});

it.each([
  [1280, 'light'],
  [390, 'dark'],
] as const)('/docs/events shows every frame and event %d pixels wide, by itself', async (width, colorScheme) => {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => hosts.add(new URL(request.url()).origin));
  await page.goto(`${inject('gatewayUrl')}/docs/events`);
  await page.getByText(`ws://${new URL(inject('gatewayUrl')).host}`, { exact: true }).waitFor();
  const messages = [
    // As a frame, as an event of its own in a durable queue.
    ...EVENT_TYPES.map((type) => ({ name: type, count: Number(isLogged(type)) + Number(hasDurableConsumer(type)) })),
    // `auth` is a frame of clients, too.
    ...['auth', 'user', 'subscriber', 'chat'].map((feed) => ({
      name: new RegExp(`^${feed}$`),
      count: feed === 'auth' ? 2 : 1,
    })),
  ].filter(({ count }) => count > 0);
  for (const { name, count } of messages) {
    const shown = page.getByRole('group').filter({ has: page.locator('summary code', { hasText: name }) });
    expect(await shown.count(), String(name)).toBe(count);
    await shown.last().locator('summary').click();
    await shown.last().locator('table').first().waitFor();
  }
  await page.getByText('reads too slowly').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  await page.screenshot({ path: join(tmpdir(), 'messenger-docs', `events-${width}-${colorScheme}.png`) });
  await page.getByRole('link', { name: 'HTTP API' }).click();
  expect(await page.getByRole('link', { name: '/docs/events' }).getAttribute('href')).toBe('/docs/events');
  expect(complaints).toEqual([]);
  expect([...hosts]).toEqual([inject('gatewayUrl')]);
});

it('/docs takes two people from registration to reading a message, by its buttons alone', async () => {
  const docs = new SwaggerPage(await browser.newPage({ viewport: { width: 1280, height: 900 } }));
  const complaints: string[] = [];
  docs.page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
  docs.page.on('pageerror', (error) => complaints.push(error.message));
  await docs.open(inject('gatewayUrl'));
  expect((await docs.tags()).slice(0, 4)).toEqual(['Auth', 'Users', 'Friends', 'Chats']);

  // What the page has filled in works, again and again.
  const { body: ada } = await docs.execute('register');
  expect((await docs.execute('login')).body.userId).toBe(ada.userId);
  const { body: grace, status: registered } = await docs.execute('register');
  expect(registered).toBe(201);
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
  await docs.page.reload();
  // Those with most answers.
  await docs.expectOnTwoScreens('openDirectChat', 'sendMessage', 'editMessage', 'sendFriendRequest', 'linkGoogle');
  await docs.unfoldModel('ChatView', 'lastMessage', 'A chat of two people');
  expect(complaints).toEqual([]);
  // A browser on two busy cores takes its time.
}, 180_000);
