import { PassThrough } from 'node:stream';
import { PayloadTooLargeException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { AvatarUploads } from './avatar-uploads.js';

/** A request with one file of these chunks; `truncated` as the multipart parser sets it at its limit. */
function aRequest(chunks: string[], truncated: boolean): FastifyRequest {
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
  return { isMultipart: () => true, parts, raw: new PassThrough() } as unknown as FastifyRequest;
}

it('reads a whole file', async () => {
  const image = await new AvatarUploads().receive(aRequest(['ab', 'c'], false), (whole) => Promise.resolve(whole));
  expect(image.toString()).toBe('abc');
});

it('refuses a truncated file, also one truncated between two chunks', async () => {
  const received = new AvatarUploads().receive(aRequest(['ab', 'c'], true), (whole) => Promise.resolve(whole));
  await expect(received).rejects.toThrow(PayloadTooLargeException);
});
