import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { eventually } from '@messenger/testing';
import sharp from 'sharp';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { aBomb, aPhoto, aPicture } from './avatars/pictures.js';
import { beginUpload, sendForm, upload } from './avatars/uploads.js';
import { aChat, aPerson, refusal, type Person } from '../support/people.js';
import { eventuallyAnswered } from '../support/eventually-answered.js';

const api = new Api(inject('gatewayUrl'));
const AVATAR_URL = /^\/v1\/avatars\/([0-9a-f]{64})\.webp$/;
const MB = 1024 * 1024;

async function file(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(api.url + path, { headers });
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) };
}

let ada: Person;
beforeAll(async () => {
  ada = await aPerson(api);
});

describe('an avatar', () => {
  it('is the uploaded picture, square, upright and without metadata, in every profile', async () => {
    const answer = await upload(ada, await aPhoto(), 'me.html');
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual((await ada.api.get('/v1/users/me')).body);
    expect(answer.body).toMatchObject({ id: ada.id, avatarUrl: expect.stringMatching(AVATAR_URL) });

    const { bytes } = await file(answer.body.avatarUrl as string);
    expect(bytes.length).toBeLessThanOrEqual(200_000);
    expect(bytes.toString('latin1')).not.toMatch(/EXIF|XMP|canary/i);
    const { format, width, height, exif, orientation } = await sharp(bytes).metadata();
    expect({ format, width, height, exif, orientation }).toEqual({ format: 'webp', width: 512, height: 512 });
    // Red was on the left of the pixels, and is on top.
    const [red, , blue] = await sharp(bytes).extract({ left: 500, top: 10, width: 1, height: 1 }).raw().toBuffer();
    expect(red).toBeGreaterThan(200);
    expect(blue).toBeLessThan(50);
  });

  it('is shown to others: in the profile, among friends, in the chat, in the search', async () => {
    const { ada: owner, grace } = await aChat(api);
    const nickname = `av_${owner.id.slice(-12)}`;
    await owner.api.patch('/v1/users/me', { nickname });
    const { avatarUrl } = (await upload(owner, await aPicture())).body as { avatarUrl: string };
    expect((await grace.api.get(`/v1/users/${owner.id}`)).body.avatarUrl).toBe(avatarUrl);
    expect((await grace.api.get('/v1/friends')).body.friends[0].user.avatarUrl).toBe(avatarUrl);
    expect((await grace.api.get('/v1/chats')).body.chats[0].peer.avatarUrl).toBe(avatarUrl);
    expect((await grace.api.get(`/v1/users?query=${nickname}`)).body.users[0].avatarUrl).toBe(avatarUrl);
  });

  it('is replaced, and removed, while its old file is still there', async () => {
    const first = (await upload(ada, await aPicture())).body.avatarUrl as string;
    const second = (await upload(ada, await aPicture())).body.avatarUrl as string;
    expect(second).not.toBe(first);
    expect((await ada.api.delete('/v1/users/me/avatar')).status).toBe(204);
    expect((await ada.api.delete('/v1/users/me/avatar')).status).toBe(204);
    expect((await ada.api.get('/v1/users/me')).body.avatarUrl).toBeNull();
    for (const path of [first, second]) expect((await file(path)).status).toBe(200);
  });

  it('uploaded twice at once is one of the two', async () => {
    const pictures = await Promise.all([aPicture(), aPicture()]);
    const answers = await Promise.all(pictures.map((picture) => upload(ada, picture)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const urls = answers.map(({ body }) => (body as { avatarUrl: string }).avatarUrl);
    expect(urls).toContain((await ada.api.get('/v1/users/me')).body.avatarUrl);
    for (const url of urls) expect((await file(url)).status).toBe(200);
  });

  it('is set by its owner alone', async () => {
    expect(refusal(await upload({ ...ada, accessToken: 'a.b.c' }, await aPicture()))).toEqual([
      401,
      'ACCESS_TOKEN_INVALID',
    ]);
    expect(refusal(await api.delete('/v1/users/me/avatar'))).toEqual([401, 'UNAUTHENTICATED']);
  });
});

describe("an avatar's file", () => {
  let url: string;
  beforeAll(async () => {
    url = (await upload(ada, await aPicture())).body.avatarUrl as string;
  });

  it('may be kept for ever by anybody, and shown on any page, but does nothing by itself', async () => {
    const { status, headers, bytes } = await file(url);
    expect(status).toBe(200);
    const hash = AVATAR_URL.exec(url)?.[1];
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/webp',
      'content-length': String(bytes.length),
      'cache-control': 'public, max-age=31536000, immutable',
      etag: `"${hash}"`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
    });
  });

  it('is not sent again to who has it', async () => {
    const { headers } = await file(url);
    const etag = headers.get('etag')!;
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await file(url, { 'if-none-match': known });
      expect([again.status, again.bytes.length, again.headers.get('etag')], known).toEqual([304, 0, etag]);
      expect(again.headers.get('cache-control')).toContain('immutable');
    }
    expect((await file(url, { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('that there is not is not kept', async () => {
    const answer = await api.request('GET', `/v1/avatars/${'0'.repeat(64)}.webp`, undefined, { 'if-none-match': '*' });
    expect(refusal(answer)).toEqual([404, 'AVATAR_NOT_FOUND']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('etag')).toBeNull();
    expect(refusal(await api.get('/v1/avatars/ada.webp'))).toEqual([400, 'VALIDATION_FAILED']);
    expect((await api.get(url.replace('.webp', '.png'))).status).toBe(404);
  });
});

describe('an upload', () => {
  const after = (picture: Buffer, text: string) => Buffer.concat([picture, Buffer.from(text, 'latin1')]);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>1</script></svg>');

  it.each<[string, () => Buffer | Promise<Buffer>, [number, string]]>([
    ['an SVG', () => svg, [415, 'UNSUPPORTED_IMAGE']],
    [
      'a GIF',
      async () =>
        sharp(await aPicture())
          .gif()
          .toBuffer(),
      [415, 'UNSUPPORTED_IMAGE'],
    ],
    ['a page named .png', () => Buffer.from('<!doctype html><script>1</script>'), [415, 'UNSUPPORTED_IMAGE']],
    ['a picture and a page', async () => after(await aPicture(), '<html><b>hi</b>'), [415, 'UNSUPPORTED_IMAGE']],
    [
      'a picture and a ZIP',
      async () => after(await aPicture(), 'PK\x05\x06' + '\0'.repeat(18)),
      [415, 'UNSUPPORTED_IMAGE'],
    ],
    ['half a picture', async () => (await aPicture()).subarray(0, 120), [400, 'CORRUPT_IMAGE']],
    ['12,000 x 12,000 pixels', () => aBomb(12_000), [400, 'IMAGE_TOO_LARGE']],
    ['6 MB', () => Buffer.alloc(6 * MB), [413, 'PAYLOAD_TOO_LARGE']],
    ['5 MB and a byte', () => Buffer.alloc(5 * MB + 1), [413, 'PAYLOAD_TOO_LARGE']],
    ['nothing', () => Buffer.alloc(0), [400, 'VALIDATION_FAILED']],
  ])('of %s is refused', async (_what, image, expected) => {
    const answer = await upload(ada, await image());
    expect(refusal(answer)).toEqual(expected);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('of 5 MB is taken', async () => {
    const picture = await sharp(await aPicture())
      .jpeg()
      .toBuffer();
    expect((await upload(ada, Buffer.concat([picture, Buffer.alloc(5 * MB - picture.length)]))).status).toBe(200);
  });

  it('of anything but one file in the field `file` is refused, and the field named', async () => {
    const blob = new Blob([new Uint8Array(await aPicture())]);
    const forms: [string, Blob | string][][] = [
      [],
      [['avatar', blob]],
      [['file', 'a text']],
      [
        ['file', blob],
        ['file', blob],
      ],
      [
        ['file', blob],
        ['name', 'ada'],
      ],
      [
        ['name', 'ada'],
        ['file', blob],
      ],
      [['__proto__', blob]],
    ];
    for (const fields of forms) {
      const form = new FormData();
      for (const [name, value] of fields) form.append(name, value);
      const answer = await sendForm(api.url, ada.accessToken, form);
      expect(refusal(answer)).toEqual([400, 'VALIDATION_FAILED']);
      expect(answer.body.errors).toEqual([{ field: 'file', message: expect.any(String) }]);
    }
  });

  it('that is no whole multipart body is refused', async () => {
    const type = 'multipart/form-data; boundary=x';
    const half = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc';
    for (const [body, contentType] of [
      [half, type],
      ['', type],
      ['garbage', type],
      [half, 'multipart/form-data'],
    ] as const) {
      expect(refusal(await sendForm(api.url, ada.accessToken, body, contentType))).toEqual([400, 'VALIDATION_FAILED']);
    }
    expect(refusal(await ada.api.put('/v1/users/me/avatar'))).toEqual([400, 'VALIDATION_FAILED']);
    for (const contentType of ['image/png', 'application/json', 'multipart/mixed; boundary=x']) {
      const body = contentType === 'application/json' ? '{"file":"x"}' : 'abc';
      const answer = await sendForm(api.url, ada.accessToken, body, contentType);
      expect(refusal(answer)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    }
  });

  it('is taken nowhere else', async () => {
    for (const path of ['/v1/auth/login', '/v1/friend-requests', '/v1/chats/direct']) {
      const form = new FormData();
      form.append('email', 'ada@example.com');
      const response = await fetch(api.url + path, { method: 'POST', body: form });
      expect(response.status, path).toBe(415);
      expect(await response.json()).toMatchObject({ reason: 'UNSUPPORTED_MEDIA_TYPE' });
    }
  });

  it('is offered by Swagger UI with a file picker', async () => {
    const { body } = await api.get('/docs-json');
    const { content } = body.paths['/v1/users/me/avatar'].put.requestBody;
    expect(Object.keys(content as object)).toEqual(['multipart/form-data']);
    expect(body.components.schemas.AvatarUpload.properties.file).toMatchObject({ type: 'string', format: 'binary' });
    expect(Object.keys(body.paths as object)).toContain('/v1/avatars/{hash}.webp');
  });
});

describe('aborted uploads', () => {
  const metric = async (app: 'api-gateway' | 'user-service', name: string) => {
    const { ADMIN_PORT } = inject('appEnv')[app];
    const metrics = await (await fetch(`http://127.0.0.1:${ADMIN_PORT}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1]);
  };
  const APPS = ['api-gateway', 'user-service'] as const;
  const measure = (name: string) => Promise.all(APPS.map((app) => metric(app, name)));

  const abort = async (times: number) => {
    for (let i = 0; i < times; i += 10) {
      const sizes = Array.from({ length: 10 }, (_, j) => (j * MB) / 2);
      const begun = await Promise.all(sizes.map((size) => beginUpload(ada, size)));
      await Promise.all(begun.map((end) => end()));
    }
  };

  it('leave nothing behind: no file, no handle, no memory', async () => {
    await abort(20);
    const [openFiles, memory] = [await measure('process_open_fds'), await measure('process_resident_memory_bytes')];
    await abort(200);
    await eventually(async () => {
      const now = await measure('process_open_fds');
      for (const [i, count] of now.entries()) expect(count, APPS[i]).toBeLessThanOrEqual(openFiles[i]! + 5);
    });
    // What was sent is 450 MB.
    const grown = (await measure('process_resident_memory_bytes')).map((bytes, i) => bytes - memory[i]!);
    for (const [i, bytes] of grown.entries()) expect(bytes, APPS[i]).toBeLessThan(150 * MB);
    expect(readdirSync(inject('appTmpDir'))).toEqual([]);
  });

  it('give back their places, of which each user has two', async () => {
    const begun = await Promise.all(Array.from({ length: 2 }, () => beginUpload(ada, 1_000)));
    const picture = await aPicture();
    // Some of them may have come before the gateway knew of the last aborted ones, and were sent away.
    const refused = await eventuallyAnswered(429, async () => {
      begun.push(await beginUpload(ada, 1_000));
      return upload(ada, picture);
    });
    expect(refusal(refused)).toEqual([429, 'RATE_LIMITED']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await Promise.all(begun.map((end) => end()));
    await eventuallyAnswered(200, () => upload(ada, picture));
    const together = await Promise.all(Array.from({ length: 2 }, () => upload(ada, picture)));
    expect(new Set(together.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
