import { computed } from '@preact/signals';
import { preferences } from '../state/preferences.js';
import { language as english, texts as englishTexts, type Texts } from './en.js';

export type { Texts } from './en.js';

interface Language {
  language: { code: string; name: string };
  texts: Texts;
}

/** One file a language; a file that is added here is a language of the settings. */
const files = import.meta.glob<Language>('./??.ts', { eager: true });
export const languages = Object.values(files).map(({ language }) => language);
const byCode = new Map(Object.values(files).map(({ language, texts }) => [language.code, texts]));

/** The chosen language, or the first of the browser's that there is. */
export const languageCode = computed(() => {
  const wanted = [preferences.value.language ?? '', ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find((code) => byCode.has(code)) ?? english.code;
});

export const texts = computed<Texts>(() => byCode.get(languageCode.value) ?? englishTexts);
