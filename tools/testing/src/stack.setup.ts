import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { APP_NAMES, mailFolder, NO_LIMITS, startStack, type AppName, type Env } from '@messenger/stack';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    gatewayUrl: string;
    /** Where the stack writes its mails to. */
    mailFolder: string;
    /** Of the stand-in for Google; /token-calls there is how often its token endpoint was called. */
    googleUrl: string;
    /** The environment of each app of the stack. */
    appEnv: Record<AppName, Env>;
    /** Where the apps would put temporary files; nothing else does. */
    appTmpDir: string;
    /** Where the tests of the web client put their pictures. */
    pictureFolder: string;
    /** For random tests. */
    seed: number;
  }
}

/** Starts the whole stack once for the end-to-end tests that leave it whole. */
export default async function startWholeStack(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-e2e-'));
  const appTmpDir = join(folder, 'tmp');
  mkdirSync(appTmpDir);
  const stack = await startStack({
    dataDir: folder,
    nodeEnv: 'test',
    log: console.log,
    env: {
      all: { TMPDIR: appTmpDir },
      ...NO_LIMITS,
      'auth-service': { ...NO_LIMITS['auth-service'], ACCOUNT_DELETION_GRACE_DAYS: '0' },
    },
  });
  project.provide('gatewayUrl', stack.gatewayUrl);
  project.provide('mailFolder', mailFolder(folder));
  project.provide('googleUrl', stack.googleStandIn?.url ?? '');
  project.provide(
    'appEnv',
    Object.fromEntries(APP_NAMES.map((app) => [app, stack.apps[app].env])) as Record<AppName, Env>,
  );
  project.provide('appTmpDir', appTmpDir);
  return async () => {
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
