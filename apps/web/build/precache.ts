import type { Plugin } from 'vite';

const PLACEHOLDER = '__PRECACHED_FILES__';

/** Writes into the service worker which files it keeps: their names have hashes, so each build has a worker of its own. */
export function precache(): Plugin {
  return {
    name: 'precache',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['service-worker.js'];
        if (worker?.type !== 'chunk') return this.error('The service worker is missing');
        const assets = Object.keys(bundle).filter((file) => file.startsWith('assets/'));
        const files = ['./', 'logo.svg', 'google.svg', 'manifest.webmanifest', ...assets];
        worker.code = worker.code.replace(PLACEHOLDER, JSON.stringify(files));
      },
    },
  };
}
