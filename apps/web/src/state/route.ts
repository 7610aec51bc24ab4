import { signal } from '@preact/signals';

/** Where the page is, by the fragment of its address: so it works below any path, and without a network. */
export type Route =
  | { screen: 'chats'; chatId?: string }
  | { screen: 'people'; userId?: string }
  | { screen: 'settings'; section?: SettingsSection }
  | { screen: 'forgot' | 'register' };

export const SETTINGS_SECTIONS = ['profile', 'security', 'devices', 'invites', 'data', 'appearance'] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

export const route = signal<Route>(parseRoute(location.hash));

export function followAddress(): void {
  addEventListener('hashchange', () => (route.value = parseRoute(location.hash)));
}

export function navigate(next: Route, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', hrefOf(next));
  else history.pushState(null, '', hrefOf(next));
  route.value = next;
}

export function hrefOf(next: Route): string {
  switch (next.screen) {
    case 'chats':
      return next.chatId === undefined ? '#/' : `#/chats/${next.chatId}`;
    case 'people':
      return next.userId === undefined ? '#/people' : `#/people/${next.userId}`;
    case 'settings':
      return next.section === undefined ? '#/settings' : `#/settings/${next.section}`;
    default:
      return `#/${next.screen}`;
  }
}

export function parseRoute(hash: string): Route {
  const [screen, id] = hash.replace(/^#\/?/, '').split('/');
  if (screen === 'people') return { screen, ...(id && { userId: id }) };
  if (screen === 'settings') return { screen, ...sectionOf(id) };
  if (screen === 'forgot' || screen === 'register') return { screen };
  return { screen: 'chats', ...(screen === 'chats' && id && { chatId: id }) };
}

function sectionOf(id: string | undefined): { section?: SettingsSection } {
  const section = SETTINGS_SECTIONS.find((name) => name === id);
  return section === undefined ? {} : { section };
}
