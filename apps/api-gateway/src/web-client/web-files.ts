import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { PreparedDocument, type EncodedBytes } from '../documents/prepared-document.js';

/** Where `make build` puts the web client, relative to this file in dist/api-gateway. */
const FOLDER = join(import.meta.dirname, '../../../../../web');
export const SHELL = 'index.html';
/** Files whose names have hashes of their contents. */
const HASHED = 'assets/';
const COMPRESSED = /\.(br|gz)$/;

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** The paths of the client's files; undefined where it is not built. */
export function webFiles(): string[] | undefined {
  if (!existsSync(join(FOLDER, SHELL))) return undefined;
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => !COMPRESSED.test(path) && statSync(join(FOLDER, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'));
}

export function readShell(): string {
  return readFileSync(join(FOLDER, SHELL), 'utf8');
}

/** Read with the forms that the build has compressed. */
export function readWebFile(path: string): PreparedDocument {
  const headers = {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'cache-control': path.startsWith(HASHED) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
  return new PreparedDocument(readFileSync(join(FOLDER, path)), headers, compressedForms(path));
}

function compressedForms(path: string): EncodedBytes {
  const [br, gzip] = ['br', 'gz'].map((extension) => join(FOLDER, `${path}.${extension}`));
  const read = (file = '') => (existsSync(file) ? readFileSync(file) : undefined);
  const [brBytes, gzipBytes] = [read(br), read(gzip)];
  return { ...(brBytes && { br: brBytes }), ...(gzipBytes && { gzip: gzipBytes }) };
}
