import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { APP_NAMES, kustomizeCommand, SERVICE_NAMES } from '@messenger/stack';
import { parseAllDocuments } from 'yaml';

const run = promisify(execFile);

/** As rendered; what it should look like is what the tests are about. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each kind has its own shape
  [field: string]: any;
}

/** The version that is passed to the release scripts. */
export const RELEASED = '1.2.3';

// eslint-disable-next-line no-restricted-properties -- nobody's setting, and where the tools are
const PATH = `${process.cwd()}/test/kubernetes/bin:${process.env.PATH ?? ''}`;
const KUSTOMIZE = kustomizeCommand()?.join(' ') ?? '';
if (KUSTOMIZE === '') throw new Error('Nothing renders manifests: run node --import tsx scripts/install-kustomize.ts');

/** The environment of a script whose kubectl is the tests' own. */
export function scriptEnv(extra: Record<string, string> = {}): Record<string, string> {
  return { PATH, KUSTOMIZE, ...extra };
}

/** Everything that this repository can put into a cluster, by where it comes from. A run of kustomize takes a second. */
export async function everything(): Promise<Map<string, Manifest[]>> {
  const previews = await Promise.all(APP_NAMES.map((app) => readFile(`k8s/blue-green/previews/${app}.yaml`, 'utf8')));
  return new Map([
    ...(await Promise.all([
      named('base', output('test/kubernetes/bin/kubectl', ['kustomize', 'k8s/base'])),
      named('local', output('test/kubernetes/bin/kubectl', ['kustomize', 'k8s/overlays/local'])),
      named('production', output('test/kubernetes/bin/kubectl', ['kustomize', 'k8s/overlays/production'])),
      named('by colours', output('test/kubernetes/bin/kubectl', ['kustomize', 'test/kubernetes/by-colours'])),
      named('by ingress', output('test/kubernetes/bin/kubectl', ['kustomize', 'test/kubernetes/by-ingress'])),
      named('releases', output('scripts/release/render.sh', [RELEASED, ...allReleases()])),
      named('secrets', output('scripts/release/secrets.sh', [], { OVERLAY: 'local' })),
      named('previews', Promise.resolve(previews.join('---\n'))),
    ])),
  ]);
}

function allReleases(): string[] {
  return [
    ...APP_NAMES.flatMap((app) => ['stable', 'blue', 'green', 'canary'].map((release) => `${app}/${release}`)),
    ...SERVICE_NAMES.map((app) => `${app}/migration`),
  ];
}

async function named(name: string, text: Promise<string>): Promise<[string, Manifest[]]> {
  return [name, parsed(await text)];
}

async function output(command: string, args: string[], extra?: Record<string, string>): Promise<string> {
  return (await run(command, args, { env: scriptEnv(extra), maxBuffer: 16 * 1024 * 1024 })).stdout;
}

function parsed(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}
