import { chromiumProgram } from '@messenger/stack';
import { chromium, type Browser } from 'playwright-core';

/** Chromium without a window. It asks nobody for updates, and runs as root, too. */
export function startBrowser(): Promise<Browser> {
  const executablePath = chromiumProgram();
  return chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
