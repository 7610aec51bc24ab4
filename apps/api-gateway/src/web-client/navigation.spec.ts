import { expect, it } from 'vitest';
import { isNavigation } from './navigation.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const ask = (method: string, url: string, accept = BROWSER) => isNavigation({ method, url, headers: { accept } });

it.each(['/', '/chats/1', '/people?query=a.b', '/a.b/c', '/chats/'])('a browser opens %s', (url) => {
  expect([ask('GET', url), ask('HEAD', url)]).toEqual([true, true]);
});

it.each(['/robots.txt', '/a/b.js?v=1', '/.env', '/chats/.git'])('%s is a file', (url) => {
  expect(ask('GET', url)).toBe(false);
});

it.each(['*/*', 'application/json', 'image/webp,*/*', ''])('a program accepts %s', (accept) => {
  expect(ask('GET', '/chats', accept)).toBe(false);
});

it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s opens nothing', (method) => {
  expect(ask(method, '/chats')).toBe(false);
});
