// Compiles the apps of nest-cli.json into dist/<app>/, laid out as `nest build` does it. SWC checks no types: tsc does,
// once for the whole repository.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import nestCli from '../../nest-cli.json' with { type: 'json' };
import { Compiler, type Output } from './compiler.js';

interface Project {
  sourceRoot: string;
  compilerOptions: { assets?: string[] };
}

const DIST = 'dist';
const compiler = new Compiler();

for (const [app, project] of Object.entries<Project>(nestCli.projects)) {
  const folder = join(DIST, app);
  rmSync(folder, { recursive: true, force: true });
  for (const output of await compiler.appIn(project.sourceRoot)) write(folder, output);
  copyAssets(project, folder);
}

function write(folder: string, { file, code, map }: Output): void {
  const target = join(folder, file);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code);
  writeFileSync(`${target}.map`, map);
}

// An asset is a file, or a folder with `/**/*` behind it, relative to the app's sources.
function copyAssets({ sourceRoot, compilerOptions: { assets = [] } }: Project, folder: string): void {
  for (const asset of assets) {
    const path = join(sourceRoot, asset.replace('/**/*', ''));
    cpSync(path, join(folder, path), { recursive: true });
  }
}
