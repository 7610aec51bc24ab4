import { describe, expect } from 'vitest';
import { refusal } from '../../support/people.js';
import { it } from '../../support/lone-gateway.js';
import { RawConnection } from '../../support/raw-connection.js';

const LOGIN = '/v1/auth/login';
const GOOD = { email: 'nobody@example.com', password: 'correct horse' };
const nested = (depth: number) => `{"email":${'['.repeat(depth)}${']'.repeat(depth)}}`;
const unknown = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 0])));

describe('a body', () => {
  it.for<[what: string, body: string]>([
    ['a thousand unknown fields', unknown(1_000)],
    ['one unknown field with a long name', JSON.stringify({ ...GOOD, ['x'.repeat(20_000)]: 1 })],
    ['sixty unknown fields', unknown(60)],
    ['10,000 levels', nested(10_000)],
    ['five levels', nested(5)],
    ['a list of 10,000', JSON.stringify({ email: Array(10_000).fill(0) })],
    ['a list', '[]'],
  ])('with %s is refused in few words', async ([, body], { gateway }) => {
    const answer = await gateway.api.request('POST', LOGIN, body);
    expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
    expect(answer.body.errors).toHaveLength(1);
    expect(JSON.stringify(answer.body).length).toBeLessThan(500);
  });

  it('names the first unknown field alone', async ({ gateway }) => {
    for (const path of [LOGIN, '/v1/auth/refresh', '/v1/auth/password-reset']) {
      const answer = await gateway.api.post(path, { one: 1, two: 2 });
      expect(answer.body.errors).toEqual([{ field: 'one', message: 'There is no such field' }]);
    }
  });

  it('may have 32 KB', async ({ gateway }) => {
    const bodyOf = (bytes: number) => JSON.stringify({ email: 'x'.repeat(bytes - 12) });
    for (const path of [LOGIN, '/v1/auth/register', '/v1/auth/refresh']) {
      expect((await gateway.api.post(path, bodyOf(32 * 1_024))).status).toBe(400);
      expect(refusal(await gateway.api.post(path, bodyOf(32 * 1_024 + 1)))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    }
  });

  it('of a route that needs none is refused like any other', async ({ gateway }) => {
    const answer = await gateway.api.request('POST', '/v1/auth/logout', '{"a":', {
      'content-type': 'application/json',
    });
    expect([400, 401]).toContain(answer.status);
  });

  it.for<[what: string, bytes: Buffer]>([
    ['Latin-1', Buffer.from('{"email":"a@example.com","password":"p\xe4ssword!"}', 'latin1')],
    [
      'a surrogate in UTF-8',
      Buffer.concat([Buffer.from('{"email":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
    ],
    ['an overlong form', Buffer.concat([Buffer.from('{"email":"'), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')])],
    ['UTF-16', Buffer.from(JSON.stringify(GOOD), 'utf16le')],
  ])('in bytes that are not UTF-8 is refused: %s', async ([what, bytes], { gateway }) => {
    const connection = await RawConnection.open(gateway.port);
    const head = ['Host: localhost', 'Content-Type: application/json', `Content-Length: ${bytes.length}`];
    const [answer] = await connection.request([`POST ${LOGIN} HTTP/1.1`, ...head], bytes).answered();
    expect(answer?.status).toBe(400);
    if (what !== 'UTF-16') expect(answer?.body).toContain('The body is not UTF-8');
  });

  it.for<[name: string, value: string]>([
    ['content-type', 'application/json; charset=iso-8859-1'],
    ['content-type', 'application/json; charset=utf-16'],
    ['content-type', 'application/x-www-form-urlencoded'],
    ['content-type', 'text/plain'],
    ['content-type', 'application/xml'],
    ['content-type', 'nonsense'],
    ['content-encoding', 'gzip'],
    ['content-encoding', 'br'],
  ])('with %s: %s is answered 415, which says what to send', async ([name, value], { gateway }) => {
    const answer = await gateway.api.request('POST', LOGIN, JSON.stringify(GOOD), { [name]: value });
    expect(refusal(answer)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(answer.body.detail).toContain(
      name === 'content-type' ? 'Content-Type: application/json' : 'Content-Encoding',
    );
    expect(answer.body.errors).toBeUndefined();
    expect(JSON.stringify(answer.body)).not.toContain(GOOD.password);
  });

  it('without a content type is answered 415, and none at all needs none', async ({ gateway }) => {
    const connection = await RawConnection.open(gateway.port);
    const head = [`POST ${LOGIN} HTTP/1.1`, 'Host: localhost'];
    const [answer] = await connection.request([...head, 'Content-Length: 2'], '{}').answered();
    expect(answer?.status).toBe(415);
    expect(answer?.body).toContain('Content-Type: application/json');
    const empty = await RawConnection.open(gateway.port);
    const form = 'Content-Type: application/x-www-form-urlencoded';
    const [refused] = await empty
      .request(['POST /v1/auth/logout HTTP/1.1', 'Host: localhost', form, 'Content-Length: 0'])
      .answered();
    expect(refused?.status).toBe(401);
  });

  it.for([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'Application/JSON; charset="utf8"',
  ])('may come as %s', async (type, { gateway }) => {
    // Well-formed, so that the answer is about what is behind the gateway: nothing.
    const answer = await gateway.api.request('POST', LOGIN, JSON.stringify(GOOD), { 'content-type': type });
    expect(refusal(answer)).toEqual([503, 'UNAVAILABLE']);
  });
});
