import type { Settings } from '@messenger/config';
import type { AppName } from '@messenger/stack';
import { expect, vi } from 'vitest';
import { settingsOf } from '../../tools/documents/app-settings.js';

export type Environment = Record<string, string>;

/** The config that an app makes of an environment, which must hold nothing that the app does not read. */
export async function configOf(app: AppName, env: Environment): Promise<{ admin: object }> {
  expectOnly(env, await settingsOf(app));
  // eslint-disable-next-line no-restricted-properties -- an app's config reads it when it is imported
  const before = process.env;
  vi.resetModules();
  // eslint-disable-next-line no-restricted-properties -- as above
  process.env = env;
  try {
    return ((await import(`../../apps/${app}/src/config.ts`)) as { config: { admin: object } }).config;
  } finally {
    // eslint-disable-next-line no-restricted-properties -- as above
    process.env = before;
  }
}

/** The parts that AMQP_URL is made of on Kubernetes are nobody's settings. */
export function expectOnly(env: Environment, settings: Settings): void {
  const unknown = Object.keys(env).filter((name) => !(name in settings) && !name.startsWith('RABBITMQ_'));
  expect(unknown).toEqual([]);
}
