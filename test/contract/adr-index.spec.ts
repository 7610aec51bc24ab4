import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const FOLDER = 'docs/adr';
const pages = readdirSync(FOLDER)
  .filter((file) => /^\d{4}-/.test(file))
  .sort();
const ROW = /^\| \[(\d+)\]\((\S+)\) +\| (.+?) +\| (accepted|superseded by \[\d+\]\(\S+\)) +\| (\d{4}-\d\d-\d\d) +\|$/gm;

it('the index has every decision with its title, its status and its date', () => {
  const rows = [...readFileSync(`${FOLDER}/README.md`, 'utf8').matchAll(ROW)];
  const indexed = rows.map(([, number = '', page = '', title = '']) => ({ page, heading: `# ${number}. ${title}` }));
  expect(indexed).toEqual(pages.map((page) => ({ page, heading: headingOf(page) })));
});

function headingOf(page: string): string {
  return readFileSync(`${FOLDER}/${page}`, 'utf8').split('\n')[0] ?? '';
}
