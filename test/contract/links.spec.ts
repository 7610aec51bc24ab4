import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const pages = [
  ...readdirSync('.').filter((file) => file.endsWith('.md')),
  ...readdirSync('docs', { recursive: true })
    .map((file) => `docs/${String(file)}`)
    .filter((file) => file.endsWith('.md')),
];

/** A page without its code, where brackets mean something else. */
function prose(page: string): string {
  return readFileSync(page, 'utf8')
    .replaceAll(/^```[^]*?^```$/gm, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()<>]/g, ''));
}

/** Where a page's links and images lead, but for other hosts. */
function links(page: string): string[] {
  const text = prose(page);
  const found = [
    ...text.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g),
    ...text.matchAll(/^\[[^\]]+\]:\s*(\S+)/gm),
    ...text.matchAll(/\b(?:src|srcset|href)="([^"\s]+)/g),
  ];
  return found.map(([, target = '']) => target).filter((target) => !/^[a-z]+:/i.test(target));
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchors(page: string): string[] {
  const seen = new Map<string, number>();
  const headings = [
    ...readFileSync(page, 'utf8')
      .replaceAll(/^```[^]*?^```$/gm, '')
      .matchAll(/^#{1,6} +(.+?)#*$/gm),
  ];
  return headings.map(([, heading = '']) => {
    const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
    const slug = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    const repeats = seen.get(slug) ?? 0;
    seen.set(slug, repeats + 1);
    return repeats === 0 ? slug : `${slug}-${repeats}`;
  });
}

function isBroken(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(path.startsWith('/') ? '' : dirname(page), decodeURI(path));
  if (!existsSync(target)) return true;
  if (anchor === undefined) return false;
  // `#L10` of a source file is GitHub's own.
  return statSync(target).isFile() && target.endsWith('.md') && !anchors(target).includes(decodeURI(anchor));
}

it.each(pages)('every link of %s leads somewhere', (page) => {
  expect(links(page).filter((link) => isBroken(page, link))).toEqual([]);
});

it('the README has links', () => {
  expect(links('README.md')).toContain('docs/adr');
});
