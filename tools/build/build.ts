// Compiles the apps of nest-cli.json into dist/<app>/, laid out as `nest build` does it. SWC checks no types: tsc does,
// once for the whole repository.
import { cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import nestCli from '../../nest-cli.json' with { type: 'json' };
import { Compiler, type Output } from './compiler.js';
import { bundlePackages } from './packages.js';

interface Project {
  sourceRoot: string;
  compilerOptions: { tsConfigPath: string; assets?: string[] };
}

const DIST = 'dist';
/** Of a glob, as a regular expression has them: Node.js 20 has no globs of its own. */
const PATTERNS: Record<string, string> = { '**/': '(.*/)?', '*': '[^/]*', '.': '\\.' };
const compiler = new Compiler();

for (const [app, project] of Object.entries<Project>(nestCli.projects)) {
  const folder = join(DIST, app);
  rmSync(folder, { recursive: true, force: true });
  const outputs = await compiler.appIn(project.sourceRoot);
  for (const output of outputs) write(folder, output);
  await bundlePackages(new Set(outputs.flatMap(({ packages }) => packages)), folder);
  copyAssets(project, folder);
}

function write(folder: string, { file, code, map }: Output): void {
  const target = join(folder, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code);
  writeFileSync(`${target}.map`, map);
}

/** Files that are no sources, by globs relative to the app's sources. */
function copyAssets({ sourceRoot, compilerOptions: { assets = [] } }: Project, folder: string): void {
  for (const asset of assets) {
    for (const file of filesThatMatch(join(sourceRoot, asset))) cpSync(file, join(folder, file));
  }
}

function filesThatMatch(glob: string): string[] {
  const folder = glob.slice(0, glob.indexOf('*')).replace(/[^/]*$/, '');
  const pattern = new RegExp(`^${glob.replaceAll(/\*\*\/|[*.]/g, (part) => PATTERNS[part] ?? part)}$`);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => pattern.test(file) && statSync(file).isFile());
}
