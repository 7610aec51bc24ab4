import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PreparedDocument } from './prepared-document.js';

const text = 'a page '.repeat(100);
const page = new PreparedDocument(Buffer.from(text), { 'content-type': 'text/html; charset=utf-8' });

describe('a prepared document', () => {
  it.each(['gzip', 'br, gzip;q=0.5', 'deflate, GZIP'])('is compressed for who accepts %s', (encodings) => {
    const { headers, body } = page.answer({ 'accept-encoding': encodings });
    expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: expect.stringContaining('accept-encoding') });
    expect(gunzipSync(body!).toString()).toBe(text);
  });

  it.each([undefined, 'br', 'gzip;q=0', 'gzip; q=0.0, br', 'xgzip'])('is plain for who accepts %s', (encodings) => {
    const { headers, body } = page.answer({ 'accept-encoding': encodings });
    expect(headers['content-encoding']).toBeUndefined();
    expect(body?.toString()).toBe(text);
  });

  it('is not sent again to who has it', () => {
    const { etag = '' } = page.answer({}).headers;
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
      expect(page.answer({ 'if-none-match': known })).toMatchObject({
        status: 304,
        body: undefined,
        headers: { etag },
      });
    }
    expect(page.answer({ 'if-none-match': '"other"' }).status).toBe(200);
  });

  it('shares its bytes between answers', () => {
    expect(page.answer({}).body).toBe(page.answer({}).body);
    expect(page.answer({ 'accept-encoding': 'gzip' }).body).toBe(page.answer({ 'accept-encoding': 'gzip' }).body);
  });

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.1, gzip', 'br'],
    ['gzip, br;q=0', 'gzip'],
    ['gzip', 'gzip'],
    ['identity', undefined],
  ])('is sent as its maker has compressed it: for %s as %s', (encodings, encoding) => {
    const [br, gzip, plain] = ['br', 'gzip', 'plain'].map((name) => Buffer.from(name));
    const built = new PreparedDocument(plain!, { 'content-type': 'text/css' }, { br: br!, gzip: gzip! });
    const { headers, body } = built.answer({ 'accept-encoding': encodings });
    expect([headers['content-encoding'], body?.toString()]).toEqual([encoding, encoding ?? 'plain']);
  });

  it('is not compressed where it is already', () => {
    const picture = new PreparedDocument(Buffer.alloc(100), { 'content-type': 'image/png' });
    expect(picture.answer({ 'accept-encoding': 'gzip' }).headers['content-encoding']).toBeUndefined();
  });
});
