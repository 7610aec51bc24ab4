import { preferences, setPreferences, type Theme } from '../state/preferences.js';
import { languageCode, languages, texts } from '../texts/index.js';

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];

export function AppearanceSettings() {
  const { settings } = texts.value;
  return (
    <>
      <Choice
        title={settings.theme}
        options={THEMES.map((theme) => ({ value: theme, label: settings.themes[theme] }))}
        chosen={preferences.value.theme}
        choose={(theme) => setPreferences({ theme })}
      />
      <Choice
        title={settings.language}
        options={languages.map(({ code, name }) => ({ value: code, label: name }))}
        chosen={languageCode.value}
        choose={(language) => setPreferences({ language })}
      />
    </>
  );
}

interface ChoiceProps<Value extends string> {
  title: string;
  options: { value: Value; label: string }[];
  chosen: Value;
  choose: (value: Value) => void;
}

function Choice<Value extends string>({ title, options, chosen, choose }: ChoiceProps<Value>) {
  return (
    <fieldset class="card choice">
      <legend>{title}</legend>
      {options.map(({ value, label }) => (
        <label key={value} class="choice-option">
          <input type="radio" name={title} checked={value === chosen} onChange={() => choose(value)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
