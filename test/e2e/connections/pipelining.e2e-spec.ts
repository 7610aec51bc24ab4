import { describe, expect } from 'vitest';
import { it } from '../../support/lone-gateway.js';
import { RawConnection } from '../../support/raw-connection.js';

const get = (path: string, ...headers: string[]) => [`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers];
const H2C = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'];
const BODY = JSON.stringify({ email: 'x' });
const POST = [
  'POST /v1/auth/login HTTP/1.1',
  'Host: localhost',
  'Content-Type: application/json',
  `Content-Length: ${BODY.length}`,
];

describe('requests on one connection', () => {
  it('that a client pipelines are answered in their order, 200 of them', async ({ gateway }) => {
    const connection = await RawConnection.open(gateway.port);
    const paths = Array.from({ length: 200 }, (_, index) => (index % 2 ? '/v1/users/me' : '/v1/nothing'));
    connection.socket.write(paths.map((path) => get(path).join('\r\n') + '\r\n\r\n').join(''));
    const answers = await connection.answered(200);
    expect(answers.map(({ status }) => status)).toEqual(paths.map((path) => (path === '/v1/nothing' ? 404 : 401)));
  });

  it('that come in the thousands at once end it, and nobody else notices', async ({ gateway }) => {
    const connection = await RawConnection.open(gateway.port);
    connection.socket.write((get('/docs-json').join('\r\n') + '\r\n\r\n').repeat(1_400));
    await connection.isEnded();
    expect(connection.answers.length).toBeLessThan(300);
    expect((await gateway.api.get('/v1/users/me')).status).toBe(401);
  });

  it('after an offer of HTTP/2 are answered, with and without a body, whole or in pieces', async ({ gateway }) => {
    for (const first of [() => get('/v1/nothing', ...H2C), () => [...POST, ...H2C]]) {
      for (const inPieces of [false, true]) {
        const connection = await RawConnection.open(gateway.port);
        const lines = first();
        const text = [...lines, '', lines[0]?.startsWith('POST') ? BODY : ''].join('\r\n');
        const all = text + get('/v1/users/me').join('\r\n') + '\r\n\r\n' + [...POST, '', BODY].join('\r\n');
        for (const piece of inPieces ? all.match(/[^]{1,40}/g)! : [all]) {
          connection.socket.write(piece);
          if (inPieces) await new Promise((resolve) => setImmediate(resolve));
        }
        const statuses = (await connection.answered(3)).map(({ status }) => status);
        expect(statuses).toEqual([lines[0]?.startsWith('POST') ? 400 : 404, 401, 400]);
      }
    }
  });

  it('may offer HTTP/2 again and again, behind requests that are not answered yet', async ({ gateway }) => {
    const connection = await RawConnection.open(gateway.port);
    const one = [
      get('/docs-json'),
      get('/v1/nothing', ...H2C),
      get('/v1/users/me', 'Connection: upgrade', 'Upgrade: foo/2'),
    ];
    connection.socket.write(
      one
        .map((lines) => lines.join('\r\n') + '\r\n\r\n')
        .join('')
        .repeat(15),
    );
    const statuses = (await connection.answered(45)).map(({ status }) => status);
    expect(statuses).toEqual(Array.from({ length: 15 }, () => [200, 404, 401]).flat());
  });

  it('that end with an upgrade do not mix answers with frames', async ({ gateway }) => {
    const connection = await RawConnection.open(gateway.port);
    const upgrade = get(
      '/v1/ws',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    );
    connection.socket.write([get('/docs-json'), upgrade].map((lines) => lines.join('\r\n') + '\r\n\r\n').join(''));
    await connection.isEnded();
    expect(connection.answers.length).toBeLessThanOrEqual(1);
  });
});
