import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** All the JavaScript that chatting takes, compressed. */
const MAX_SCRIPT_BYTES = 100_000;

/** Fails the build where the page has become too heavy. */
export function budget(): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const scripts = Object.values(bundle).filter((file) => file.type === 'chunk');
      const bytes = scripts.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
      if (bytes > MAX_SCRIPT_BYTES) this.error(`${bytes} bytes of compressed JavaScript: over ${MAX_SCRIPT_BYTES}`);
    },
  };
}
