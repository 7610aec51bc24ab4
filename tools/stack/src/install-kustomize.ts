import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { inheritedEnv } from './config.js';
import { findOnPath } from './find-on-path.js';
import { ensureInstalled } from './install-package.js';
import { secondsSince } from './wait.js';

/** A Go module that pins kustomize and everything it is made of by their hashes. */
const MODULE = 'tools/kustomize';
const COMPILED = '.data/bin/kustomize';

const HOW_TO_INSTALL = `The tests of the manifests need kubectl 1.27 or newer, or Go to compile kustomize. Do one of these, then try again:
  anywhere:        install kubectl, https://kubernetes.io/docs/tasks/tools
  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install -y --no-install-recommends golang-go`;

/** What prints the manifests of the folder that follows: kubectl's own kustomize, or else the compiled one. */
export function kustomizeCommand(): string[] | undefined {
  if (isKubectlNewEnough()) return ['kubectl', 'kustomize'];
  return existsSync(COMPILED) ? [resolve(COMPILED), 'build'] : undefined;
}

/** Compiles kustomize from Kubernetes' own sources where there is no kubectl; installs Go for that on Debian as root. */
export async function ensureKustomizeInstalled(log: (line: string) => void): Promise<void> {
  if (kustomizeCommand()) return;
  await ensureInstalled({
    ...{ name: 'Go', debianPackage: 'golang-go', howToInstall: HOW_TO_INSTALL, log },
    isInstalled: () => findOnPath('go') !== undefined,
  });
  const start = Date.now();
  log('Compiling kustomize (a minute or two, only this once)');
  const args = ['build', '-o', resolve(COMPILED), 'sigs.k8s.io/kustomize/kustomize/v5'];
  await promisify(execFile)('go', args, { cwd: MODULE, env: { ...inheritedEnv(), CGO_ENABLED: '0' } });
  log(`kustomize is compiled (${secondsSince(start)})`);
}

/** kubectl before 1.27 has an older kustomize, or none. */
function isKubectlNewEnough(): boolean {
  if (!findOnPath('kubectl')) return false;
  const version = execFileSync('kubectl', ['version', '--client', '--output', 'yaml'], { encoding: 'utf8' });
  return Number(/^kustomizeVersion: v(\d+)\./m.exec(version)?.[1]) >= 5;
}
