import { describe, expect } from 'vitest';
import { it } from '../../support/lone-gateway.js';
import { RawConnection } from '../../support/raw-connection.js';

const HOST = 'Host: localhost';

describe('what HTTP itself refuses', () => {
  it.for<[status: number, reason: string, text: string]>([
    [400, 'VALIDATION_FAILED', 'nonsense\r\n\r\n'],
    [400, 'VALIDATION_FAILED', `BREW /coffee HTTP/1.1\r\n${HOST}\r\n\r\n`],
    [400, 'VALIDATION_FAILED', 'GET / HTTP/1.1\r\n\r\n'],
    [400, 'VALIDATION_FAILED', `GET / HTTP/1.1\r\n${HOST}\r\nContent-Length: x\r\n\r\n`],
    [400, 'VALIDATION_FAILED', `POST / HTTP/1.1\r\n${HOST}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n`],
    [400, 'VALIDATION_FAILED', `POST /v1/auth/login HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`],
    [400, 'VALIDATION_FAILED', `CONNECT example.com:443 HTTP/1.1\r\n${HOST}\r\n\r\n`],
    [400, 'VALIDATION_FAILED', `GET /%zz HTTP/1.1\r\n${HOST}\r\n\r\n`],
    [414, 'URI_TOO_LONG', `GET /${'x'.repeat(17_000)} HTTP/1.1\r\n${HOST}\r\n\r\n`],
    [414, 'URI_TOO_LONG', `GET /v1/users?query=${'x'.repeat(30_000)} HTTP/1.1\r\n${HOST}\r\n\r\n`],
    [431, 'HEADERS_TOO_LARGE', `GET / HTTP/1.1\r\n${HOST}\r\nCookie: a=${'x'.repeat(17_000)}\r\n\r\n`],
    [431, 'HEADERS_TOO_LARGE', `GET / HTTP/1.1\r\n${HOST}\r\n${'Aaaa: bbbb\r\n'.repeat(4_000)}\r\n`],
  ])('is answered %i %s as a problem', async ([status, reason, text], { gateway }) => {
    const connection = await RawConnection.open(gateway.port);
    connection.socket.write(text);
    const [answer] = await connection.answered();
    expect(answer?.status).toBe(status);
    expect(answer?.headers['content-type']).toMatch(/^application\/problem\+json/);
    const problem = JSON.parse(answer!.body) as { detail: string; requestId: string };
    expect(problem).toMatchObject({ status, reason, type: 'about:blank' });
    expect(problem.requestId).toBe(answer?.headers['x-request-id']);
    expect(answer!.body.length).toBeLessThan(1_000);
  });
});

describe('methods', () => {
  it.for([
    ['POST', '/v1/users/me', 'DELETE, GET, HEAD, OPTIONS, PATCH'],
    ['DELETE', '/v1/auth/login', 'OPTIONS, POST'],
    ['GET', '/v1/auth/login', 'OPTIONS, POST'],
    ['PUT', '/v1/chats/019aa3c0-7a4e-7c3e-8d2b-3f0a5c1e9b42/messages?limit=1', 'GET, HEAD, OPTIONS, POST'],
    ['PROPFIND', '/docs-json', 'GET, HEAD, OPTIONS'],
  ] as const)('%s of %s is answered 405', async ([method, path, allow], { gateway }) => {
    const answer = await gateway.api.request(method, path);
    expect(answer.body).toMatchObject({ status: 405, reason: 'METHOD_NOT_ALLOWED' });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('allow')).toBe(allow);
  });

  it.for(['/', '/v1/users/me', '/docs', '/v1/avatars/00.webp'])(
    'OPTIONS of %s is answered 204',
    async (path, { gateway }) => {
      const answer = await gateway.api.request('OPTIONS', path);
      expect([answer.status, answer.body]).toEqual([204, null]);
      expect(answer.headers.get('allow')).toContain('GET');
    },
  );

  it('of what has no route are answered 404', async ({ gateway }) => {
    for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE', 'TRACE']) {
      const connection = await RawConnection.open(gateway.port);
      const [answer] = await connection
        .request([`${method} /v1/nothing?${'x'.repeat(5_000)} HTTP/1.1`, HOST])
        .answered();
      expect(JSON.parse(answer!.body), method).toMatchObject({ status: 404, reason: 'NOT_FOUND' });
      expect(answer!.body.length).toBeLessThan(500);
    }
  });
});

describe('the path of the live connection', () => {
  it('answers 426 to what opens no WebSocket, with or without a token', async ({ gateway }) => {
    for (const headers of [{}, { authorization: 'Bearer a.b.c' }, { accept: 'text/html' }]) {
      const answer = await gateway.api.request('GET', '/v1/ws', undefined, headers);
      expect(answer.body).toMatchObject({ status: 426, reason: 'UPGRADE_REQUIRED' });
      expect(answer.headers.get('upgrade')).toBe('websocket');
    }
  });
});

describe('caches', () => {
  it.for(['/v1/users/me', '/v1/nothing', '/v1/auth/login', '/v1/ws'])(
    'keep nothing of %s',
    async (path, { gateway }) => {
      expect((await gateway.api.get(path)).headers.get('cache-control')).toBe('no-store');
    },
  );

  it('ask again for documents, and browsers stay with TLS on this host alone', async ({ gateway }) => {
    for (const path of ['/', '/docs', '/docs-json', '/docs/events']) {
      const { headers } = await gateway.api.get(path);
      expect(headers.get('cache-control'), path).toBe('no-cache');
      expect(headers.get('strict-transport-security'), path).toMatch(/^max-age=\d+$/);
    }
  });
});
