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

export default defineConfig({
  test: {
    projects: [
      {
        ...every,
        test: {
          name: 'unit',
          include: ['{apps,libs,tools}/*/src/**/*.spec.ts', 'test/**/*.spec.ts'],
          setupFiles: ['tools/testing/src/reflect-metadata.ts'],
        },
      },
      {
        ...every,
        test: {
          name: 'integration',
          isolate: false,
          include: ['{apps,libs,tools}/*/test/**/*.int-spec.ts', 'test/**/*.int-spec.ts'],
          setupFiles: ['tools/testing/src/reflect-metadata.ts'],
          globalSetup: ['tools/testing/src/postgres.setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      {
        ...every,
        test: {
          name: 'e2e',
          isolate: false,
          // Of the random tests; SEED=<one that failed> plays it again.
          provide: { seed: Number(process.env.SEED ?? Date.now() % 1_000_000) },
          include: ['test/**/*.e2e-spec.ts'],
          exclude: ['test/releases/**/*.e2e-spec.ts', 'test/containers/**/*.e2e-spec.ts'],
          setupFiles: ['tools/testing/src/reflect-metadata.ts'],
          globalSetup: ['tools/testing/src/stack.setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
        },
      },
      {
        ...every,
        // Builds the last release where there is one.
        test: {
          name: 'releases',
          include: ['test/releases/**/*.e2e-spec.ts'],
          setupFiles: ['tools/testing/src/reflect-metadata.ts'],
          testTimeout: 180_000,
          hookTimeout: 400_000,
        },
      },
      {
        ...every,
        // Needs Docker, and builds images: make test-containers.
        test: {
          name: 'containers',
          include: ['test/containers/**/*.e2e-spec.ts'],
          setupFiles: ['tools/testing/src/reflect-metadata.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
