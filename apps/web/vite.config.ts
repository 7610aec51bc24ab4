import { fileURLToPath } from 'node:url';
import { defineConfig, loadEnv } from 'vite';
import tsconfig from '../../tsconfig.json' with { type: 'json' };
import { budget } from './build/budget.js';
import { precache } from './build/precache.js';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** `make dev` names it; elsewhere it is the gateway of `make run`. */
const { GATEWAY_URL: gateway = 'http://127.0.0.1:3000' } = loadEnv('', fromRoot('apps/web'), 'GATEWAY_URL');

/** `@messenger/<lib>`, as tsc resolves it. */
const alias = Object.fromEntries(
  Object.entries(tsconfig.compilerOptions.paths).map(([name, [path]]) => [name, fromRoot(path ?? '')]),
);

const proxy = Object.fromEntries(
  ['/v1', '/docs', '/.well-known'].map((path) => [path, { target: gateway, ws: true, changeOrigin: false }]),
);

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative, so that the page works below any path.
  base: './',
  resolve: { alias },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [precache(), budget()],
  server: { proxy },
  build: {
    outDir: fromRoot('dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // A data: URL for each small picture would weaken the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: fromRoot('apps/web/index.html'),
        'service-worker': fromRoot('apps/web/service-worker/service-worker.ts'),
      },
      output: {
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
