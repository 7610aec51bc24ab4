// Builds the web client into dist/web, with a brotli and a gzip form beside each file that they make smaller.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

const DIST = 'dist/web';
/** The gateway completes index.html, and compresses it then. */
const COMPRESSIBLE = /\.(css|js|json|svg|txt|webmanifest)$/;

await build({ configFile: 'apps/web/vite.config.ts', logLevel: 'warn' });
for (const name of readdirSync(DIST, { recursive: true, encoding: 'utf8' })) {
  if (COMPRESSIBLE.test(name)) compress(join(DIST, name));
}

function compress(file: string): void {
  const bytes = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(bytes));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
