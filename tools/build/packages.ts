import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/**
 * Packages of many small files, which take longer to find and to read than to run. Each app has those that it imports,
 * and what these import, in a few files of its own. What another package imports as well would be loaded twice.
 */
export const BUNDLED = [
  '@bufbuild/protobuf',
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/microservices',
  '@nestjs/passport',
  '@nestjs/platform-fastify',
  '@nestjs/swagger',
  'class-validator',
  'jose',
  'kysely',
  'prom-client',
  'rate-limiter-flexible',
  'rxjs',
  'typeorm',
];

/** Packages that those import, and that stay: others import them as well, or they find files by their own place. */
const KEPT = [/^@grpc\//, /^@opentelemetry\//, /^passport/, /^pg$/, /^pino$/, /^reflect-metadata$/, /^swagger-ui-dist/];

/** In the folder of an app. */
const FOLDER = 'packages';

/** How esbuild keeps names: with a call for each function, and so for those that every request makes anew. */
const NAME_ALL = '(target, value) => __defProp(target, "name"';
/** For what has a prototype, as classes have, and no arrow function has. */
const NAME_CLASSES = '(target, value) => target.prototype === void 0 ? target : __defProp(target, "name"';

/** Marks a question of ours. */
const ASKED = Symbol();

/** Where the app has the package, if it is in one of those files. */
export function bundledPath(specifier: string): string | undefined {
  const isBundled = BUNDLED.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  return isBundled ? join(FOLDER, `${specifier}.js`) : undefined;
}

/** Writes what the app imports of them. */
export async function bundlePackages(specifiers: Iterable<string>, appFolder: string): Promise<void> {
  const { outputFiles } = await build({
    write: false,
    entryPoints: [...specifiers].map((specifier) => ({ in: specifier, out: specifier })),
    outdir: join(appFolder, FOLDER),
    chunkNames: 'shared/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Logs and dependency injection go by them.
    keepNames: true,
    logLevel: 'warning',
    // What CommonJS packages require of Node.js and of the packages that stay.
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
    plugins: [packagesAsNode],
  });
  for (const { path, text } of outputFiles) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text.replace(NAME_ALL, NAME_CLASSES));
  }
}

/** Finds packages as Node.js does, but leaves those that stay, and what is optional and absent. */
const packagesAsNode: Plugin = {
  name: 'packages-as-node',
  setup(bundle) {
    bundle.onResolve({ filter: /^[^./]/ }, async ({ path, kind, pluginData, ...from }) => {
      if (pluginData === ASKED) return undefined;
      const isOutermost = kind === 'entry-point' || kind === 'dynamic-import';
      const question = { ...from, kind: isOutermost ? 'import-statement' : kind, pluginData: ASKED } as const;
      const found = await bundle.resolve(path, { ...question, resolveDir: from.resolveDir || '.' });
      const stays = found.external || found.errors.length > 0 || KEPT.some((kept) => kept.test(path));
      if (stays) return { path, external: true };
      return isOutermost ? { path: found.path, namespace: 'names' } : undefined;
    });
    // A CommonJS package has names to import at run time alone.
    bundle.onLoad({ filter: /./, namespace: 'names' }, async ({ path }) => {
      const names = Object.keys((await import(path)) as object).filter((name) => name !== 'module.exports');
      return { contents: `export { ${names.join(', ')} } from '${path}';`, resolveDir: '.' };
    });
  },
};
