import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page, WebSocket } from 'playwright-core';
import { eventually } from '@messenger/testing';
import { expect, inject } from 'vitest';
import { startBrowser } from '../../support/browser.js';

const SERVER_ANSWERS = 'the server responded';
/** A page that is cut off from its server says so, too, in one of many ways. */
const NETWORK = /net::ERR_(?!BLOCKED)|WebSocket connection/;

/** Nothing takes so long that works, on a busy machine either. */
const MAX_WAIT_MS = 30_000;

/** Of the pages that are told of what happens. */
const liveSockets = new WeakMap<Page, WebSocket>();

/** One Chromium, in which each person has a browser of their own. */
export class WebBrowser {
  private readonly contexts: BrowserContext[] = [];
  private complaints: string[] = [];

  private constructor(private readonly browser: Browser) {}

  static async start(): Promise<WebBrowser> {
    return new WebBrowser(await startBrowser());
  }

  /** The page of somebody who has never been here. Nothing is kept for a start without a network unless it is asked for. */
  async newPerson(options: BrowserContextOptions = {}): Promise<Page> {
    const permissions = ['clipboard-read', 'clipboard-write'];
    // What moves is neither where one clicks, nor of the colour that it will have.
    const still = { reducedMotion: 'reduce' } as const;
    const usual = { locale: 'en-GB', permissions, serviceWorkers: 'block', ...still } as const;
    const context = await this.browser.newContext({ ...usual, ...options });
    context.setDefaultTimeout(MAX_WAIT_MS);
    this.contexts.push(context);
    return this.newTab(context);
  }

  async newTab(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    followLiveSockets(page);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (entry) => {
      // A refusal of the API is part of a story; a refusal of the content security policy is not.
      const isExpected = entry.text().includes(SERVER_ANSWERS) || NETWORK.test(entry.text());
      if (entry.type() === 'error' && !isExpected) this.complaints.push(entry.text());
    });
    return page;
  }

  /** Closes all pages; fails where one has complained. */
  async closePages(): Promise<void> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
    const { complaints } = this;
    this.complaints = [];
    expect(complaints).toEqual([]);
  }

  async stop(): Promise<void> {
    await this.browser.close();
  }
}

/** Waits until the page is told of what happens from now on. */
export async function whenLive(page: Page): Promise<void> {
  await eventually(() => expect(liveSockets.has(page)).toBe(true), MAX_WAIT_MS);
}

function followLiveSockets(page: Page): void {
  page.on('request', (request) => {
    if (request.isNavigationRequest()) liveSockets.delete(page);
  });
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      if (String(payload).startsWith('{"type":"live"')) liveSockets.set(page, socket);
    });
    socket.on('close', () => {
      if (liveSockets.get(page) === socket) liveSockets.delete(page);
    });
  });
}

/** Takes a picture for the documents, where the run was asked for them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = inject('pictureFolder');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

/** Nothing is wider than the screen. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const [content, screen] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, innerWidth]');
  expect(content).toBeLessThanOrEqual(screen);
}
