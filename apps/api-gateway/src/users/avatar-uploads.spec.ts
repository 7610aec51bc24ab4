import { PassThrough } from 'node:stream';
import { setCaller } from '@messenger/authentication';
import { RateLimitedError } from '@messenger/errors';
import { PayloadTooLargeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { AvatarUploads } from './avatar-uploads.js';

/** A request with one file of these chunks; `truncated` as the multipart parser sets it at its limit. */
function aRequest(chunks: string[], truncated: boolean, ip = '192.0.2.1'): FastifyRequest {
  const file = Object.assign(new PassThrough(), { truncated: false });
  const parts = async function* () {
    for (const chunk of chunks) file.write(chunk);
    // The parser sets it after the last chunk that it emits.
    setImmediate(() => {
      file.truncated = truncated;
      file.end();
    });
    yield await Promise.resolve({ type: 'file', fieldname: 'file', file });
  };
  return { isMultipart: () => true, parts, raw: new PassThrough(), ip } as unknown as FastifyRequest;
}

it('reads a whole file', async () => {
  const image = await new AvatarUploads().receive(aRequest(['ab', 'c'], false), (whole) => Promise.resolve(whole));
  expect(image.toString()).toBe('abc');
});

it('refuses a truncated file, also one truncated between two chunks', async () => {
  const received = new AvatarUploads().receive(aRequest(['ab', 'c'], true), (whole) => Promise.resolve(whole));
  await expect(received).rejects.toThrow(PayloadTooLargeException);
});

/** A request of that user, from that address. */
function from(userId: string, ip: string): FastifyRequest {
  const request = aRequest(['x'], false, ip);
  setCaller(request, { userId, sessionId: 's', keyId: 'k', authenticatedAt: new Date(), expiresAt: new Date() });
  return request;
}

it.each<[string, number, (i: number) => [userId: string, ip: string]]>([
  ['two of one user', 2, () => ['ada', '192.0.2.1']],
  ['eight of one address', 8, (i: number) => [`user ${i}`, '192.0.2.1']],
  ['eight of one IPv6 /64', 8, (i: number) => [`user ${i}`, `2001:db8::${i + 1}`]],
  ['sixteen of all', 16, (i: number) => [`user ${i}`, `192.0.2.${i}`]],
])('takes %s at a time, and others meanwhile where there is place', async (_what, places, ownerOf) => {
  const uploads = new AvatarUploads();
  let end = (): void => undefined;
  const stalled = new Promise<void>((resolve) => (end = resolve));
  const begun = Array.from({ length: places }, (_, i) => uploads.receive(from(...ownerOf(i)), () => stalled));
  await expect(uploads.receive(from(...ownerOf(places)), () => stalled)).rejects.toThrow(RateLimitedError);
  const other = uploads.receive(from('grace', '198.51.100.1'), () => Promise.resolve('taken'));
  if (places < 16) expect(await other).toBe('taken');
  else await expect(other).rejects.toThrow(RateLimitedError);
  end();
  await Promise.all(begun);
  await expect(uploads.receive(from(...ownerOf(0)), () => Promise.resolve('taken'))).resolves.toBe('taken');
});
