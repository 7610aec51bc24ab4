import { readdirSync } from 'node:fs';

/** The files that name the version of this software. */
export function versionFiles(): string[] {
  const packages = readdirSync('libs').map((lib) => `libs/${lib}/package.json`);
  return [
    ...['package.json', 'package-lock.json', 'docker-compose.yml', 'k8s/base/kustomization.yaml'],
    ...['README.md', 'docs/client.md', 'docs/releasing.md', ...packages],
  ];
}

/**
 * The text of such a file with another version in the place of this one. Of packages only their own version is changed:
 * in a lock file that is the root's and those of packages of this repository.
 */
export function withVersion(file: string, text: string, from: string, to: string): string {
  if (file.endsWith('package-lock.json')) return withVersionInLock(text, from, to);
  if (file.endsWith('package.json')) return text.replaceAll(ownVersions(from), `$1${to}"`);
  return text.replaceAll(naming(from), to);
}

/** Where a text names the version, and no longer one that only contains it. */
export function naming(version: string): RegExp {
  return new RegExp(`(?<![\\d.])${version.replaceAll('.', '\\.')}(?![\\d.]*\\d)`, 'g');
}

/** Of a package itself, and of what it takes of this repository. */
function ownVersions(version: string): RegExp {
  return new RegExp(`("(?:version|@messenger/[\\w-]+)": "[\\^~]?)${version.replaceAll('.', '\\.')}"`, 'g');
}

function withVersionInLock(text: string, from: string, to: string): string {
  const lock = JSON.parse(text) as { version: string; packages: Record<string, object> };
  lock.version = to;
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path.includes('node_modules')) continue;
    lock.packages[path] = JSON.parse(
      JSON.stringify(entry, null, 1).replaceAll(ownVersions(from), `$1${to}"`),
    ) as object;
  }
  return `${JSON.stringify(lock, null, 2)}\n`;
}
