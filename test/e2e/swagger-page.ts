import type { Locator, Page, Response } from 'playwright-core';
import { expect } from 'vitest';
import type { Answer } from '../support/api.js';

/** Of a laptop. */
export const SCREEN_HEIGHT = 900;

/** Swagger UI at /docs, as somebody with a mouse uses it. */
export class SwaggerPage {
  constructor(readonly page: Page) {}

  async open(gatewayUrl: string): Promise<void> {
    await this.page.goto(`${gatewayUrl}/docs`);
    await this.page.locator('.opblock').first().waitFor();
  }

  /** The tags, from top to bottom. */
  async tags(): Promise<(string | null)[]> {
    const tags = await this.page.locator('.opblock-tag').all();
    return Promise.all(tags.map((tag) => tag.getAttribute('data-tag')));
  }

  /** Signs in with an access token, instead of the one before. */
  async authorize(accessToken: string): Promise<void> {
    await this.page.locator('.scheme-container .authorize').click();
    const dialog = this.page.locator('.dialog-ux');
    const logout = dialog.getByRole('button', { name: 'Remove authorization' });
    if (await logout.isVisible()) await logout.click();
    await dialog.locator('input').fill(accessToken);
    await dialog.getByRole('button', { name: 'Apply credentials' }).click();
    await dialog.locator('.btn-done').click();
  }

  /** The height of an operation, open and before an answer, is at most that of two screens. */
  async expectOnTwoScreens(...operations: string[]): Promise<void> {
    for (const operation of operations) {
      const block = this.page.locator(`.opblock[id$="-${operation}"]`);
      await block.locator('.opblock-summary-control').click();
      await block.locator('.responses-inner').first().waitFor();
      expect((await block.boundingBox())?.height, operation).toBeLessThanOrEqual(2 * SCREEN_HEIGHT);
      await block.locator('.opblock-summary-control').click();
    }
  }

  /** Opens a model at the end of the page, and finds its description and one of its properties. */
  async unfoldModel(name: string, property: string, description: string): Promise<void> {
    const model = this.page.locator(`#model-${name}`);
    await model.locator('.model-box-control, .model-toggle').first().click();
    await model
      .getByText(new RegExp(`^${property}`))
      .first()
      .waitFor();
    await model.getByText(description).first().waitFor();
  }

  /** Opens an operation, fills it in, executes it, reads the answer off the page, and closes it. */
  async execute(operation: string, { body, ...fields }: Record<string, unknown> = {}): Promise<Answer> {
    const block = this.page.locator(`.opblock[id$="-${operation}"]`);
    await block.locator('.opblock-summary-control').click();
    for (const [name, value] of Object.entries(fields)) {
      await block.locator(`tr[data-param-name="${name}"] input`).fill(String(value));
    }
    if (body !== undefined) await block.locator('textarea.body-param__text').fill(JSON.stringify(body));
    const answered = this.page.waitForResponse((response) => response.url().includes('/v1/'));
    await block.locator('.execute').click();
    const answer = await shown(block, await answered);
    // Swagger UI draws what is open anew with each key.
    await block.locator('.opblock-summary-control').click();
    return answer;
  }
}

async function shown(block: Locator, response: Response): Promise<Answer> {
  const live = block.locator('.live-responses-table');
  await live.locator('.response-col_status', { hasText: String(response.status()) }).waitFor();
  const text = await live.locator('.highlight-code code').first().textContent();
  return {
    status: response.status(),
    body: JSON.parse(text ?? 'null'),
    headers: new Headers(await response.allHeaders()),
  };
}
