import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const COMPRESSIBLE = /^(text\/|application\/(json|javascript|yaml)|image\/svg)/;

export interface DocumentRequest {
  'accept-encoding'?: string | string[] | undefined;
  'if-none-match'?: string | undefined;
}

export interface DocumentAnswer {
  status: 200 | 304;
  headers: Record<string, string>;
  body: Buffer | undefined;
}

/** A document that is the same for everybody: its bytes are made once, plain and compressed, and shared by all answers. */
export class PreparedDocument {
  private readonly etag: string;
  private readonly gzipped: Buffer | undefined;

  constructor(
    private readonly plain: Buffer,
    private readonly headers: Record<string, string>,
  ) {
    this.etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
    this.gzipped = COMPRESSIBLE.test(headers['content-type'] ?? '') ? gzipSync(plain) : undefined;
  }

  answer(request: DocumentRequest): DocumentAnswer {
    const { etag, gzipped, plain } = this;
    const headers = { 'cache-control': 'no-cache', ...this.headers, etag, vary: 'accept-encoding, origin' };
    if (knownTags(request).includes(etag)) return { status: 304, headers, body: undefined };
    if (gzipped === undefined || !takesGzip(request)) return { status: 200, headers, body: plain };
    return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipped };
  }
}

/** Weak comparison (RFC 9110, 13.1.2). */
function knownTags({ 'if-none-match': tags = '' }: DocumentRequest): string[] {
  return tags.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}

function takesGzip({ 'accept-encoding': encodings = '' }: DocumentRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(encodings));
}
