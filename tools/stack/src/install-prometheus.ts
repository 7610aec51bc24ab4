import { findOnPath } from './find-on-path.js';
import { ensureInstalled } from './install-package.js';

const HOW_TO_INSTALL = `Prometheus is needed, and is not installed. Do one of these, then try again:
  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install -y --no-install-recommends prometheus
  macOS:           brew install prometheus`;

/** Installs Prometheus, and promtool with it, where that can be done without asking; otherwise throws what to do. */
export async function ensurePrometheusInstalled(log: (line: string) => void): Promise<void> {
  await ensureInstalled({
    ...{ name: 'Prometheus', debianPackage: 'prometheus', howToInstall: HOW_TO_INSTALL, log },
    isInstalled: () => ['prometheus', 'promtool'].every((program) => findOnPath(program) !== undefined),
  });
}
