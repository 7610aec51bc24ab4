import type { Setting, Settings } from '@messenger/config';

const BEGIN = /<!-- Configuration: .* -->\n/;
const END = '<!-- End of the configuration -->';

/** The page of an app, with its table of settings; what is around the table is written by hand. */
export function withConfiguration(page: string, settings: Settings): string {
  const begin = BEGIN.exec(page);
  const end = page.indexOf(END);
  if (begin === null || end < begin.index) throw new Error('The page lacks the markers of its configuration');
  return `${page.slice(0, begin.index)}${begin[0]}\n${tableOf(settings)}\n\n${page.slice(end)}`;
}

/** A value as it is written in the environment; "" where there is none. */
export function defaultOf(setting: Setting): string {
  return String((setting.default as string | number | string[] | undefined) ?? '');
}

function tableOf(settings: Settings): string {
  const rows = Object.entries(settings).map(([name, setting]) => {
    const byDefault = defaultOf(setting) === '' ? '' : `\`${defaultOf(setting)}\``;
    const { meaning, values, unit, required } = setting;
    return [`\`${name}\``, meaning, values, unit, required ? '**required**' : byDefault];
  });
  return [['Name', 'Meaning', 'Values', 'Unit', 'Default'], Array<string>(5).fill('-'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}
