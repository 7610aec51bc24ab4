import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { transform, type Options } from '@swc/core';
import tsconfig from '../../tsconfig.json' with { type: 'json' };
import { bundledPath } from './packages.js';

/** A compiled file, by its path in the repository. */
export interface Output {
  file: string;
  code: string;
  map: string;
  /** The sources of this repository that it imports. */
  imports: string[];
  /** What it imports of bundled packages. */
  packages: string[];
}

/** As tsconfig.json has it, and the tests, which SWC compiles as well. */
const OPTIONS: Options = {
  swcrc: false,
  sourceMaps: true,
  inlineSourcesContent: false,
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
    experimental: { keepImportAssertions: true },
  },
  module: { type: 'es6' },
};

const ALIASES: Record<string, string[]> = tsconfig.compilerOptions.paths;
const SPECIFIERS = /(?<=\b(?:from|import)\s*\(?\s*)(['"])([\w@.][^'"\s]*)\1/g;

/** Compiles each file once, whatever number of apps it belongs to. */
export class Compiler {
  private readonly compiled = new Map<string, Promise<Output>>();

  /** The sources of an app, and all that they import of this repository. */
  async appIn(sourceRoot: string): Promise<Output[]> {
    const files = readdirSync(sourceRoot, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('spec.ts'))
      .map((file) => join(sourceRoot, file));
    const seen = new Set(files);
    const outputs: Output[] = [];
    for (const file of seen) {
      const output = await this.compile(file);
      outputs.push(output);
      for (const imported of output.imports) seen.add(imported);
    }
    return outputs;
  }

  private compile(file: string): Promise<Output> {
    const known = this.compiled.get(file) ?? compileFile(file);
    this.compiled.set(file, known);
    return known;
  }
}

async function compileFile(file: string): Promise<Output> {
  const { code, map = '' } = await transform(readFileSync(file, 'utf8'), {
    ...OPTIONS,
    filename: file,
    // As the stack traces of dist/<app>/ find it.
    sourceFileName: join('../..', relative(dirname(file), '.'), file),
  });
  const output: Output = { file: asOutput(file), code: '', map, imports: [], packages: [] };
  const resolved = code.replaceAll(SPECIFIERS, (_specifier, quote: string, name: string) => {
    return quote + resolve(name, output) + quote;
  });
  output.code = `${resolved}//# sourceMappingURL=${output.file.split('/').at(-1)}.map\n`;
  return output;
}

/** What the compiled file imports instead. */
function resolve(name: string, { file, imports, packages }: Output): string {
  const bundled = bundledPath(name);
  const [source] = ALIASES[name] ?? [];
  if (bundled !== undefined) packages.push(name);
  else if (source !== undefined) imports.push(source);
  else if (name.startsWith('.')) imports.push(join(dirname(file), name.replace(/\.js$/, '.ts')));
  const target = bundled ?? (source && asOutput(source));
  return target === undefined ? name : `./${relative(dirname(file), target)}`;
}

function asOutput(source: string): string {
  return source.replace(/\.ts$/, '.js');
}
