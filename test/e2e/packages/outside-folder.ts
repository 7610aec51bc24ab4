import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { inheritedEnv } from '@messenger/stack';
import { build } from 'esbuild';

const run = promisify(execFile);

/** What the packages and the documented example need beside themselves, from this checkout: no registry is asked. */
const DEPENDENCIES = ['openapi-fetch', 'openapi-typescript-helpers', 'ws', '@types/ws', '@types/node', 'undici-types'];

const TSCONFIG = {
  compilerOptions: { module: 'NodeNext', target: 'ES2022', strict: true, noEmit: true, types: ['node'] },
};

/** A project of somebody else, outside of this repository, with the packed packages installed. */
export class OutsideFolder {
  private constructor(private readonly path: string) {}

  static async create(): Promise<OutsideFolder> {
    const folder = new OutsideFolder(mkdtempSync(join(tmpdir(), 'messenger-packages-')));
    folder.write('package.json', JSON.stringify({ name: 'somebody-elses', private: true, type: 'module' }));
    await folder.install();
    return folder;
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.path, file), text);
  }

  /** Returns undefined where the file does not exist. */
  read(file: string): string | undefined {
    const path = join(this.path, file);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  /** Runs until it is killed. */
  startWithNode(file: string, env: Record<string, string>): ChildProcess {
    return spawn(process.execPath, [file], {
      ...{ cwd: this.path, env: { ...inheritedEnv(), ...env } },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  async runWithNode(file: string, env: Record<string, string>): Promise<string> {
    const { stdout } = await run(process.execPath, [file], { cwd: this.path, env: { ...inheritedEnv(), ...env } });
    return stdout;
  }

  /** What tsc has to complain about, also in the type declarations of the packages. */
  async typeErrors(file: string): Promise<string> {
    this.write('tsconfig.json', JSON.stringify({ ...TSCONFIG, files: [file] }));
    try {
      return (await run(process.execPath, [resolve('node_modules/typescript-7/bin/tsc'), '-p', this.path])).stdout;
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  }

  /** A script for browsers that sets the global `name` to the exports of the file. */
  async bundle(file: string, name: string): Promise<string> {
    const { outputFiles } = await build({
      absWorkingDir: this.path,
      entryPoints: [file],
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: name,
    });
    return outputFiles.map(({ text }) => text).join('');
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private async install(): Promise<void> {
    const env = inheritedEnv();
    await run('make', ['--silent', 'packages'], { env });
    const sources = DEPENDENCIES.map((name) => `./node_modules/${name}`);
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', this.path, ...sources], { env });
    const packages = tarballs('dist/packages').map((name) => resolve('dist/packages', name));
    const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', ['install', ...flags, ...packages, ...tarballs(this.path)], { cwd: this.path, env });
  }
}

function tarballs(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.tgz'));
}
