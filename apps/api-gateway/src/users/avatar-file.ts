import type { FastifyReply } from 'fastify';

/**
 * Answers with an avatar's file, or with 304 where the client has it.
 *
 * Its URL has the hash of its content, so it may be cached for ever. Any page may embed it; opened as a document, it may
 * load and run nothing.
 */
export function sendAvatarFile(reply: FastifyReply, hash: string, webp: Buffer): Buffer | undefined {
  const etag = `"${hash}"`;
  reply.headers({
    etag,
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
  if (isAmong(reply.request.headers['if-none-match'], etag)) {
    reply.status(304);
    return undefined;
  }
  reply.type('image/webp');
  return webp;
}

/** Weak comparison (RFC 9110, 13.1.2). */
function isAmong(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}
