import { afterEach, expect, it } from 'vitest';
import { setPublicPath, withoutPublicPath, withPublicPath } from './public-path.js';

afterEach(() => setPublicPath(''));

it.each([
  ['/messenger/v1/users', '/v1/users'],
  ['/messenger/', '/'],
  ['/messenger', '/'],
  ['/messenger?code=1', '/?code=1'],
  ['/v1/users', '/v1/users'],
  ['/messengers/v1', '/messengers/v1'],
  ['/a/messenger/v1', '/a/messenger/v1'],
  ['/messenger/messenger', '/messenger'],
  ['*', '*'],
])('of %s below /messenger the gateway sees %s', (url, seen) => {
  setPublicPath('/messenger');
  expect(withoutPublicPath(url)).toBe(seen);
});

it('is nothing without a path', () => {
  expect([withoutPublicPath('/v1'), withPublicPath('/v1')]).toEqual(['/v1', '/v1']);
});

it('begins what clients see', () => {
  setPublicPath('/apps/messenger');
  expect(withPublicPath('/v1/avatars/a.webp')).toBe('/apps/messenger/v1/avatars/a.webp');
});
