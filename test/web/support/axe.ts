import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What a theme can break: nothing but colours differs. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** What axe finds on the page as it is, light and dark. */
export async function violationsOn(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await violations(page, {});
  await page.emulateMedia({ colorScheme: 'dark' });
  return [...light, ...(await violations(page, { runOnly: OF_COLOURS }))];
}

async function violations(page: Page, options: axe.RunOptions): Promise<string[]> {
  const all = JSON.stringify({ resultTypes: ['violations'], ...options });
  const { violations: found } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${all})`);
  return found.map(
    ({ id, nodes }) => `${page.url()} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}
