import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { transform, type Options } from '@swc/core';
import tsconfig from '../../tsconfig.json' with { type: 'json' };

/** A compiled file, by its path in the repository. */
export interface Output {
  file: string;
  code: string;
  map: string;
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
const SPECIFIERS = /(?<=\b(?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+|@messenger\/[^'"]+)\1/g;

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
      for (const imported of importsOf(output)) seen.add(imported);
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
  const output = asOutput(file);
  const resolved = code.replaceAll(SPECIFIERS, (_specifier, quote: string, name: string) => {
    return quote + (name in ALIASES ? pathFrom(file, name) : name) + quote;
  });
  return { file: output, code: `${resolved}//# sourceMappingURL=${output.split('/').at(-1)}.map\n`, map };
}

/** The path of a lib's public face as a file imports it. */
function pathFrom(file: string, name: string): string {
  const [source = ''] = ALIASES[name] ?? [];
  return `./${relative(dirname(file), asOutput(source))}`;
}

/** The sources of this repository that a compiled file imports. */
function importsOf({ file, code }: Output): string[] {
  const paths = [...code.matchAll(SPECIFIERS)].map(([, , path = '']) => join(dirname(file), path));
  return paths.filter((path) => path.endsWith('.js')).map((path) => path.replace(/\.js$/, '.ts'));
}

function asOutput(source: string): string {
  return source.replace(/\.ts$/, '.js');
}
