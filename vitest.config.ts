import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';
import tsconfig from './tsconfig.json' with { type: 'json' };

/** `@messenger/<lib>`, as tsc resolves it. */
const alias = Object.fromEntries(
  Object.entries(tsconfig.compilerOptions.paths).map(([name, [path]]) => [
    name,
    fileURLToPath(new URL(path ?? '', import.meta.url)),
  ]),
);

const every = {
  resolve: { alias },
  // Nest injects by the types of constructor parameters: esbuild does not emit them, SWC does.
  plugins: [swc.vite({ module: { type: 'es6' } })],
};

const setupFiles = ['tools/testing/src/reflect-metadata.ts'];

// Of the random tests; SEED=<one that failed> plays it again.
const provide = { seed: Number(process.env.SEED ?? Date.now() % 1_000_000) };

// PICTURES=docs/images/web renews those of the web client in the documents, PICTURES=docs/images/dashboards those of the
// dashboards.
const pictureFolder = process.env.PICTURES ?? join(tmpdir(), 'messenger-pictures');

/** Files of a worker share their modules: loading Nest anew for each would take longer than most tests. */
const isolate = false;

/** Of what runs in the time that other tests leave. */
const LEFTOVER_TIMEOUT_MS = 120_000;

/** Of tests with servers of their own: what a busy machine turns red once is tried again, and the report says so. */
const SERVER_TEST_RETRIES = 1;

export default defineConfig({
  test: {
    // A stack of a worker's own ends with it, in order.
    teardownTimeout: 60_000,
    projects: [
      {
        ...every,
        test: {
          name: 'unit',
          isolate,
          include: ['{apps,libs,tools}/*/src/**/*.spec.ts'],
          setupFiles,
          testTimeout: LEFTOVER_TIMEOUT_MS,
          hookTimeout: LEFTOVER_TIMEOUT_MS,
        },
      },
      {
        ...every,
        test: {
          name: 'contract',
          isolate,
          include: ['test/**/*.spec.ts'],
          setupFiles,
          testTimeout: LEFTOVER_TIMEOUT_MS,
          hookTimeout: LEFTOVER_TIMEOUT_MS,
        },
      },
      {
        ...every,
        test: {
          name: 'integration',
          isolate,
          retry: SERVER_TEST_RETRIES,
          include: ['{apps,libs,tools}/*/test/**/*.int-spec.ts', 'test/**/*.int-spec.ts'],
          setupFiles,
          globalSetup: ['tools/testing/src/postgres.setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        ...every,
        // On one stack, which they leave whole, so two files run at a time.
        test: {
          name: 'e2e',
          isolate,
          retry: SERVER_TEST_RETRIES,
          provide,
          include: ['test/e2e/*.e2e-spec.ts'],
          setupFiles,
          globalSetup: ['tools/testing/src/stack.setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
        },
      },
      {
        ...every,
        // The web client in Chromium, on a stack that they leave whole.
        test: {
          name: 'web',
          isolate,
          retry: SERVER_TEST_RETRIES,
          provide: { ...provide, pictureFolder },
          include: ['test/web/*.e2e-spec.ts'],
          setupFiles,
          globalSetup: ['tools/testing/src/stack.setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
        },
      },
      {
        ...every,
        // On a stack in their own hands (test/support/stack-test.ts), which they break and mend, or whose whole
        // machine they need: one file at a time.
        test: {
          name: 'stack',
          isolate,
          retry: SERVER_TEST_RETRIES,
          provide,
          include: ['test/e2e/*/*.e2e-spec.ts', 'test/{live,faults}/**/*.e2e-spec.ts'],
          setupFiles,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
        },
      },
      {
        ...every,
        // Attacks, with figures: memory, and how long others wait. Nothing runs beside them; not part of make test.
        test: {
          name: 'hostile',
          isolate,
          provide: { pictureFolder },
          include: ['test/hostile/**/*.e2e-spec.ts'],
          setupFiles,
          testTimeout: 300_000,
          hookTimeout: 180_000,
          maxWorkers: 1,
        },
      },
      {
        ...every,
        // Builds the last release where there is one.
        test: {
          name: 'releases',
          include: ['test/releases/**/*.e2e-spec.ts'],
          setupFiles,
          testTimeout: 180_000,
          hookTimeout: 400_000,
        },
      },
      {
        ...every,
        // Needs a cluster, which KUBECONFIG names: make test-kubernetes.
        test: {
          name: 'kubernetes',
          include: ['test/kubernetes/live/**/*.e2e-spec.ts'],
          setupFiles,
          hookTimeout: 180_000,
        },
      },
      {
        ...every,
        // Needs Docker, and builds images: make test-containers.
        test: {
          name: 'containers',
          include: ['test/containers/**/*.e2e-spec.ts'],
          setupFiles,
          testTimeout: 60_000,
        },
      },
    ],
  },
});
