import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  theme: Theme;
  /** Code of a language; undefined for that of the browser. */
  language?: string;
}

const KEY = 'messenger.preferences';

export const preferences = signal<Preferences>(read());

export function setPreferences(change: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences.value));
  } catch {
    // A browser that keeps nothing still shows the choice.
  }
}

/** Applies the theme to the page, now and with every change. */
export function applyTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = preferences.value.theme;
  });
}

function read(): Preferences {
  try {
    return { theme: 'system', ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    return { theme: 'system' };
  }
}
