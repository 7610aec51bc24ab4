import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { it } from '../../support/lone-gateway.js';
import { RawConnection, type RawAnswer } from '../../support/raw-connection.js';

const PATHS = [
  '/',
  '/docs',
  '/docs-json',
  '/docs-yaml',
  '/docs/swagger-ui-init.js',
  '/docs/swagger-ui-bundle.js',
  '/docs/swagger-ui.css',
  '/docs/favicon-32x32.png',
  '/docs/events',
  '/docs/events.json',
  '/docs/events.css',
  '/docs/logo.svg',
];

it.for(PATHS)('%s has an ETag, and is compressed for who takes that', async (path, { gateway }) => {
  const connection = await RawConnection.open(gateway.port);
  let count = 0;
  const ask = async (method: string, ...headers: string[]): Promise<RawAnswer> => {
    connection.request([`${method} ${path} HTTP/1.1`, 'Host: localhost', ...headers]);
    return (await connection.answered(++count))[count - 1]!;
  };
  const gzipped = await ask('GET', 'Accept-Encoding: gzip');
  const plain = await ask('GET');
  const { etag } = plain.headers;
  expect([gzipped.status, plain.status]).toEqual([200, 200]);
  expect(etag).toMatch(/^"[\w-]+"$/);
  expect(gzipped.headers.etag).toBe(etag);
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.headers['cache-control']).toBeDefined();
  expect(plain.headers['x-content-type-options']).toBe('nosniff');
  if (!path.endsWith('.png')) {
    expect(gzipped.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(gzipped.bytes).equals(plain.bytes)).toBe(true);
  }
  const known = await ask('GET', `If-None-Match: ${etag}`);
  expect([known.status, known.body, known.headers.etag]).toEqual([304, '', etag]);
});

it('what is no document stays unknown', async ({ gateway }) => {
  for (const path of ['/docs/nothing.js', '/docs/%2e%2e/package.json', '/docs/events/nothing', '/docs/LICENSE']) {
    expect((await gateway.api.get(path)).status, path).toBe(404);
  }
});
