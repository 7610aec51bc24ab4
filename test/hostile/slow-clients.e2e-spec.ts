import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { it } from '../support/lone-gateway.js';
import { RawConnection } from '../support/raw-connection.js';

const LOGIN = ['POST /v1/auth/login HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'];

/** All at once: each of them waits for a time limit. */
describe.concurrent(
  'a client that is slow',
  () => {
    for (const [what, text] of Object.entries({
      'nothing at all': '',
      'half a request line': 'GET /v1/us',
      'one header after another': 'GET /v1/users/me HTTP/1.1\r\nHost: localhost\r\nX-A',
    })) {
      it(`with its head is answered 408 after 6 seconds: ${what}`, async ({ gateway }) => {
        const connection = await RawConnection.open(gateway.port);
        connection.socket.write(text);
        const trickle = setInterval(() => text.endsWith('X-A') && connection.socket.write('A'), 500);
        const elapsedMs = await connection.isEnded();
        clearInterval(trickle);
        expect(elapsedMs).toBeGreaterThan(5_000);
        expect(elapsedMs).toBeLessThan(8_500);
        expect(connection.answers[0]).toMatchObject({
          status: 408,
          headers: { 'content-type': 'application/problem+json' },
        });
        expect(JSON.parse(connection.answers[0]!.body)).toMatchObject({ status: 408, reason: 'REQUEST_TIMEOUT' });
      });
    }

    it.for([0, 20])('with its body, %i bytes a second of it, is answered 408', async (bytesPerSecond, { gateway }) => {
      const connection = await RawConnection.open(gateway.port);
      connection.request([...LOGIN, 'Content-Length: 5000'], '{"email":"');
      const trickle = setInterval(() => connection.socket.write('x'.repeat(bytesPerSecond)), 1_000);
      const elapsedMs = await connection.isEnded(25_000);
      clearInterval(trickle);
      expect(elapsedMs).toBeGreaterThan(9_000);
      expect(elapsedMs).toBeLessThan(14_000);
      expect(connection.answers[0]?.status).toBe(408);
    });

    it('with a body at 2 KB a second has all the time it needs', async ({ gateway }) => {
      const connection = await RawConnection.open(gateway.port);
      const total = 30_000;
      connection.request([...LOGIN, `Content-Length: ${total}`], '{"email":"');
      for (let sent = 10; sent < total; sent += 1_000) {
        connection.socket.write('x'.repeat(Math.min(1_000, total - sent)));
        await sleep(500);
      }
      // No JSON, but read to its end.
      expect((await connection.answered())[0]?.status).toBe(400);
    });

    it('between two requests stays connected', async ({ gateway }) => {
      const connection = await RawConnection.open(gateway.port);
      const request = ['GET /v1/users/me HTTP/1.1', 'Host: localhost'];
      await connection.request(request).answered();
      await sleep(12_000);
      expect((await connection.request(request).answered(2)).map(({ status }) => status)).toEqual([401, 401]);
    });
  },
  40_000,
);

describe.concurrent(
  'answers that nobody reads',
  () => {
    for (const path of ['/docs-json', '/docs/swagger-ui-bundle.js', '/docs/swagger-ui.css']) {
      it(`of ${path} end the connection after 10 to 20 seconds`, async ({ gateway }) => {
        const connection = await RawConnection.open(gateway.port);
        connection.socket.pause();
        for (let count = 0; count < 200; count++) connection.request([`GET ${path} HTTP/1.1`, 'Host: localhost']);
        await sleep(21_000);
        connection.socket.resume();
        await connection.isEnded(5_000);
        expect(connection.answers.length).toBeLessThan(200);
      });
    }

    it('are not those of a client that reads slowly', async ({ gateway }) => {
      const connection = await RawConnection.open(gateway.port);
      for (let count = 0; count < 40; count++) connection.request(['GET /docs-json HTTP/1.1', 'Host: localhost']);
      for (let second = 0; second < 22; second++) {
        connection.socket.pause();
        await sleep(900);
        connection.socket.resume();
        await sleep(100);
      }
      expect((await connection.answered(40)).length).toBe(40);
    });
  },
  40_000,
);
