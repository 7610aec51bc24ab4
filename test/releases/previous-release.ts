import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Release {
  /** Where its dist/ lies. */
  root: string;
  /** Absent where nothing has been released yet: then it is this very version. */
  tag?: string;
  remove(): void;
}

/** The last release's code, built in a folder of its own. */
export function previousRelease(): Release {
  const [tag] = git('tag', '--list', 'v*', '--merged', 'HEAD', '--sort', '-version:refname').split('\n');
  if (tag === undefined || tag === '') return { root: process.cwd(), remove: () => undefined };
  const root = join(mkdtempSync(join(tmpdir(), 'messenger-release-')), tag);
  git('worktree', 'add', '--detach', root, tag);
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  execFileSync(process.execPath, ['--import', 'tsx', 'tools/build/build.ts'], { cwd: root });
  return {
    root,
    tag,
    remove: () => {
      git('worktree', 'remove', '--force', root);
      rmSync(join(root, '..'), { recursive: true, force: true });
    },
  };
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
