import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from './find-on-path.js';
import { ensureInstalled } from './install-package.js';

export type Proxy = 'nginx' | 'haproxy';

/** Where Debian installs servers; the PATH of most accounts lacks it. */
const DEBIAN = '/usr/sbin';

/** The program, or undefined where it is not installed. */
export function proxyProgram(proxy: Proxy): string | undefined {
  const program = join(DEBIAN, proxy);
  return findOnPath(proxy) ?? (existsSync(program) ? program : undefined);
}

/** Installs a proxy where that can be done without asking; otherwise throws an error that says what to do. */
export async function ensureProxyInstalled(proxy: Proxy, log: (line: string) => void): Promise<void> {
  await ensureInstalled({
    ...{ name: proxy, debianPackage: proxy, log },
    isInstalled: () => proxyProgram(proxy) !== undefined,
    howToInstall: `${proxy} is needed for the tests behind a proxy, and is not installed. On Debian:
  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${proxy}`,
  });
}
