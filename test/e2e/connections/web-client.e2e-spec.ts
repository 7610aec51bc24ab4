import { readdirSync, readFileSync } from 'node:fs';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, onTestFinished } from 'vitest';
import type { Answer } from '../../support/api.js';
import { it, LoneGateway } from '../../support/lone-gateway.js';
import { RawConnection, type RawAnswer } from '../../support/raw-connection.js';

const BUILT = 'dist/web';
const SCRIPT = `/assets/${readdirSync(`${BUILT}/assets`).find((name) => /^index-.*\.js$/.test(name))}`;
const PAGE = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

const open = ({ api }: LoneGateway, path: string, headers: Record<string, string> = PAGE): Promise<Answer> =>
  api.request('GET', path, undefined, headers);

async function raw(gateway: LoneGateway, path: string, ...headers: string[]): Promise<RawAnswer> {
  const connection = await RawConnection.open(gateway.port);
  connection.request([`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers]);
  return (await connection.answered(1))[0]!;
}

async function aGateway(env: Record<string, string>): Promise<LoneGateway> {
  const gateway = await LoneGateway.start(env);
  onTestFinished(() => gateway.stop());
  return gateway;
}

describe('the shell', () => {
  it.for(['/', '/chats', '/chats/0190b5a4', '/settings/devices?from=mail', '/people/', '/v', '/v11'])(
    'is at the address %s',
    async (path, { gateway }) => {
      const { status, headers, body } = await open(gateway, path);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(body).toContain('<base href="/" />');
    },
  );

  it.for([
    '/v1/nothing',
    '/v1',
    '/docs/nothing',
    '/docs-nothing.yaml',
    '/.well-known/nothing',
    '/assets/nothing.js',
    '/robots.txt',
    '/favicon.ico',
    '/wp-login.php',
  ])('is not at the address %s', async (path, { gateway }) => {
    const { status, headers } = await open(gateway, path);
    expect([status, headers.get('content-type')]).toEqual([404, expect.stringContaining('application/problem+json')]);
  });

  it.for([
    ['GET', { accept: '*/*' }],
    ['GET', { accept: 'application/json' }],
    ['GET', {}],
    ['POST', PAGE],
    ['DELETE', PAGE],
  ] as const)('is not for a program: %s with %j', async ([method, headers], { gateway }) => {
    const answer = await gateway.api.request(method, '/chats', undefined, headers);
    expect([answer.status, answer.body.reason]).toEqual([404, 'NOT_FOUND']);
  });

  it('is asked for again each time, and sent again where it has changed', async ({ gateway }) => {
    const { headers } = await open(gateway, '/');
    expect(headers.get('cache-control')).toBe('no-cache');
    const again = await open(gateway, '/chats', { ...PAGE, 'if-none-match': headers.get('etag') ?? '' });
    expect([again.status, again.body]).toEqual([304, null]);
  });

  it('lets run and shows what is of this host alone', async ({ gateway }) => {
    const policy = (await open(gateway, '/chats')).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'; img-src 'self' blob: data:;");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });
});

describe('a file', () => {
  it('with a hash in its name is kept for ever', async ({ gateway }) => {
    const { headers } = await open(gateway, SCRIPT);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  it.for(['/manifest.webmanifest', '/service-worker.js', '/logo.svg'])(
    'of a lasting name is asked for again: %s',
    async (path, { gateway }) => {
      const { status, headers } = await raw(gateway, path);
      const { etag } = headers;
      expect([status, headers['cache-control'], etag]).toEqual([200, 'no-cache', expect.stringMatching(/^"/)]);
      expect((await raw(gateway, path, `If-None-Match: ${etag}`)).status).toBe(304);
    },
  );

  it.for([
    ['br', 'gzip, deflate, br, zstd', (bytes: Buffer) => brotliDecompressSync(bytes)],
    ['gzip', 'gzip, deflate', (bytes: Buffer) => gunzipSync(bytes)],
    ['gzip', 'gzip, br;q=0', (bytes: Buffer) => gunzipSync(bytes)],
    [undefined, 'identity', (bytes: Buffer) => bytes],
  ] as const)('comes as %s to a browser that takes %s', async ([encoding, accepted, decode], { gateway }) => {
    const answer = await raw(gateway, SCRIPT, `Accept-Encoding: ${accepted}`);
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(decode(answer.bytes).equals(readFileSync(BUILT + SCRIPT))).toBe(true);
  });

  it.for(['/index.html', `${SCRIPT}.br`, '/assets/../index.html', '/%2e%2e/api-gateway/package.json', '/assets/'])(
    'that is none is not served: %s',
    async (path, { gateway }) => {
      expect((await raw(gateway, path)).status).toBe(404);
    },
  );
});

describe('below a path', () => {
  it('shell, files, documents and API are found with and without it', async () => {
    const gateway = await aGateway({ PUBLIC_URL: 'https://example.com/messenger' });
    for (const path of ['', '/messenger']) {
      const { body } = await open(gateway, `${path}/chats/1`);
      expect(body).toContain('<base href="/messenger/" />');
      expect((await open(gateway, path + SCRIPT)).status).toBe(200);
      expect((await open(gateway, `${path}/docs`)).body).toContain("src='/messenger/docs/swagger-plugin.js'");
      expect((await open(gateway, `${path}/docs/events`)).body).toContain('href="/messenger/docs/events.css"');
      expect((await open(gateway, `${path}/docs-json`)).body.servers[0].url).toBe('/messenger');
      expect((await gateway.api.get(`${path}/v1/users/me`)).status).toBe(401);
    }
    expect((await open(gateway, '/messenger')).status).toBe(200);
    expect((await open(gateway, '/messenger?code=1')).status).toBe(200);
    expect((await gateway.api.get('/messengerv1/users/me')).status).toBe(404);
  });
});

describe('WEB_CLIENT=off', () => {
  it('leaves the API alone', async () => {
    const gateway = await aGateway({ WEB_CLIENT: 'off' });
    for (const path of ['/', '/chats', SCRIPT, '/logo.svg']) {
      expect((await open(gateway, path)).body, path).toMatchObject({ status: 404, reason: 'NOT_FOUND' });
    }
    expect((await open(gateway, '/docs')).status).toBe(200);
    expect((await gateway.api.request('OPTIONS', '/')).status).toBe(204);
  });
});
