import { existsSync } from 'node:fs';
import { localConfig } from './config.js';
import { findOnPath } from './find-on-path.js';
import { ensureInstalled } from './install-package.js';

const HOW_TO_INSTALL = `Chromium is needed for the tests in a browser, and is not installed. Do one of these, then try again:
  Debian:          sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium
  elsewhere:       run with CHROMIUM_PATH=/path/to/chromium (Google Chrome will do)`;

/** The program, or undefined where there is none. CHROMIUM_PATH goes before what is on PATH. */
export function chromiumProgram(): string | undefined {
  const { chromiumPath } = localConfig();
  if (chromiumPath) return existsSync(chromiumPath) ? chromiumPath : undefined;
  return findOnPath('chromium');
}

/** Installs Chromium where that can be done without asking; otherwise throws an error that says what to do. */
export async function ensureChromiumInstalled(log: (line: string) => void): Promise<void> {
  const { chromiumPath } = localConfig();
  if (chromiumPath && !existsSync(chromiumPath))
    throw new Error(`CHROMIUM_PATH is ${chromiumPath}; there is no such file`);
  await ensureInstalled({
    ...{ name: 'Chromium', debianPackage: 'chromium', howToInstall: HOW_TO_INSTALL, log },
    isInstalled: () => chromiumProgram() !== undefined,
  });
}
