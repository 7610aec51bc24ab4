import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

const COMPRESSIBLE = /^(text\/|application\/(json|javascript|yaml)|image\/svg)/;
/** The first one that the client takes is sent. */
const ENCODINGS = ['br', 'gzip'] as const;

/** The bytes of a document by their encoding. */
export type EncodedBytes = Partial<Record<(typeof ENCODINGS)[number], Buffer>>;

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

  /** @param encoded by default it is compressed with gzip where that makes it smaller */
  constructor(
    private readonly plain: Buffer,
    private readonly headers: Record<string, string>,
    private readonly encoded: EncodedBytes = compressed(plain, headers),
  ) {
    this.etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  }

  answer(request: DocumentRequest): DocumentAnswer {
    const { etag, encoded, plain } = this;
    const headers = { 'cache-control': 'no-cache', ...this.headers, etag, vary: 'accept-encoding, origin' };
    if (knownTags(request).includes(etag)) return { status: 304, headers, body: undefined };
    const encoding = ENCODINGS.find((name) => encoded[name] !== undefined && takes(request, name));
    if (encoding === undefined) return { status: 200, headers, body: plain };
    return { status: 200, headers: { ...headers, 'content-encoding': encoding }, body: encoded[encoding] };
  }
}

function compressed(plain: Buffer, headers: Record<string, string>): EncodedBytes {
  return COMPRESSIBLE.test(headers['content-type'] ?? '') ? { gzip: gzipSync(plain) } : {};
}

/** Weak comparison (RFC 9110, 13.1.2). */
function knownTags({ 'if-none-match': tags = '' }: DocumentRequest): string[] {
  return tags.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}

function takes({ 'accept-encoding': encodings = '' }: DocumentRequest, name: string): boolean {
  return new RegExp(`\\b${name}\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`, 'i').test(String(encodings));
}
