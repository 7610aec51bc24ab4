import { brotliCompressSync, gzipSync } from 'node:zlib';
import { PreparedDocument } from '../documents/prepared-document.js';
import { readShell } from './web-files.js';

/** The page loads and sends to this host alone; nothing that is written into it runs or has a style. */
const CONTENT_SECURITY_POLICY = Object.entries({
  'default-src': "'self'",
  'img-src': "'self' blob: data:",
  'script-src-attr': "'none'",
  'object-src': "'none'",
  'base-uri': "'self'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
})
  .map(([name, sources]) => `${name} ${sources}`)
  .join('; ');

export interface ShellOptions {
  /** Of PUBLIC_URL, without a slash at its end. */
  publicPath: string;
  /** Whether people can sign in with Google. */
  google: boolean;
}

/** The page that all addresses of the client begin with. Its files are found relative to `<base>`. */
export function prepareShell({ publicPath, google }: ShellOptions): PreparedDocument {
  const page = readShell()
    .replace('<head>', () => `<head>\n    <base href="${publicPath.replaceAll('&', '&amp;')}/" />`)
    .replace('data-google=""', `data-google="${google ? 'on' : 'off'}"`);
  const bytes = Buffer.from(page);
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': CONTENT_SECURITY_POLICY,
  };
  return new PreparedDocument(bytes, headers, { br: brotliCompressSync(bytes), gzip: gzipSync(bytes) });
}
