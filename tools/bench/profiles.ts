import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppName } from '@messenger/stack';
import { Inspector } from './inspector.js';

/** Where messages cost. */
export const PROFILED: AppName[] = ['api-gateway', 'chat-service'];

/** Profiles the apps while the work runs: a .cpuprofile of each, which Chromium and VS Code show. */
export async function profiled<T>(
  folder: string,
  name: string,
  ports: Partial<Record<AppName, number>>,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(folder, { recursive: true });
  const entries = await Promise.all(
    Object.entries(ports).map(async ([app, port]) => [app, await Inspector.connect(port)] as const),
  );
  for (const [, inspector] of entries) await inspector.startProfile();
  const result = await work();
  for (const [app, inspector] of entries) {
    writeFileSync(join(folder, `${name}-${app}.cpuprofile`), await inspector.stopProfile());
    inspector.close();
  }
  return result;
}
