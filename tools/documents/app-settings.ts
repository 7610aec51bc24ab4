import type { Settings } from '@messenger/config';

/** What an app reads from its environment, what is its own first. */
export async function settingsOf(app: string): Promise<Settings> {
  const { SETTINGS } = (await import(`../../apps/${app}/src/settings.ts`)) as { SETTINGS: Settings };
  return SETTINGS;
}
