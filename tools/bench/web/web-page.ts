import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromiumProgram } from '@messenger/stack';
import type { MessengerClient } from '@messenger/client';
import { chromium, type Browser, type CDPSession, type Page } from 'playwright-core';

const MIB = 1024 * 1024;
/** Chromium's own "Fast 4G". */
const FAST_4G = { latency: 165, downloadThroughput: 1_012_500, uploadThroughput: 168_750, offline: false };
/** As fast as a finger throws a list. */
const SCROLL_PX_PER_SECOND = 4_000;

interface Scrolled extends Record<string, number> {
  'frames/s': number;
  'longest frame ms': number;
  frames: number;
  /** Of the page's thread. */
  'CPU ms': number;
}

/** The web client in a Chromium of its own, as somebody who is signed in. */
export class WebPage {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async start(url: string, { tokens }: MessengerClient): Promise<WebPage> {
    const executablePath = chromiumProgram();
    const args = ['--headless', '--no-sandbox', '--disable-gpu'];
    const browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args });
    const context = await browser.newContext({ viewport: { width: 1_280, height: 800 }, locale: 'en-GB' });
    await context.addCookies([
      { url, name: 'messenger-refresh', value: tokens.refreshToken ?? '', httpOnly: true, sameSite: 'Strict' },
      { url, name: 'messenger-signed-in', value: '1', sameSite: 'Strict' },
    ]);
    const page = await context.newPage();
    return new WebPage(browser, page, await context.newCDPSession(page));
  }

  /** Milliseconds from the address to what `selector` finds, with nothing kept, over a line like 4G. */
  async coldStartMs(address: string, selector: string): Promise<number> {
    await this.session.send('Network.enable');
    await this.session.send('Network.emulateNetworkConditions', FAST_4G);
    const started = performance.now();
    await this.page.goto(address, { waitUntil: 'commit' });
    await this.page.locator(selector).first().waitFor();
    const elapsed = performance.now() - started;
    await this.session.send('Network.emulateNetworkConditions', { ...FAST_4G, latency: 0, downloadThroughput: -1 });
    return elapsed;
  }

  /** Waits until nothing is asked of the API any more. */
  settled(): Promise<void> {
    return this.page.waitForLoadState('networkidle');
  }

  /** Scrolls through the middle of the page, and counts what is painted, and what CPU the page's thread takes for it. */
  async scroll(x: number, distancePx: number): Promise<Scrolled> {
    await this.session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busyBefore = await this.busyMs();
    await this.page.evaluate(COUNT_FRAMES);
    await this.session.send('Input.synthesizeScrollGesture', {
      ...{ x, y: 400, yDistance: distancePx, speed: SCROLL_PX_PER_SECOND, gestureSourceType: 'mouse' },
    });
    const times = await this.page.evaluate<number[]>('frameTimes');
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000;
    const busyMs = (await this.busyMs()) - busyBefore;
    return {
      'frames/s': gaps.length / seconds,
      'longest frame ms': Math.max(...gaps),
      frames: gaps.length,
      'CPU ms': busyMs,
    };
  }

  private async busyMs(): Promise<number> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN) * 1_000;
  }

  /** Of the page's process, once the garbage is gone: with its part of what it shares, and the objects of its scripts. */
  async memory(): Promise<{ 'PSS MiB': number; 'heap MiB': number }> {
    await this.session.send('HeapProfiler.collectGarbage');
    await sleep(1_000);
    const { usedSize } = await this.session.send('Runtime.getHeapUsage');
    return { 'PSS MiB': (await this.proportionalBytes()) / MIB, 'heap MiB': usedSize / MIB };
  }

  async stop(): Promise<void> {
    await this.browser.close();
  }

  private async proportionalBytes(): Promise<number> {
    const session = await this.browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    return Math.max(...renderers.map(({ id }) => pssBytesOf(id)));
  }
}

/** proc(5): smaps_rollup. */
function pssBytesOf(pid: number): number {
  const [, kibibytes] = /^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
  return Number(kibibytes) * 1_024;
}

const COUNT_FRAMES = `(() => {
  window.frameTimes = [];
  const times = window.frameTimes;
  const count = (time) => {
    if (times !== window.frameTimes) return;
    times.push(time);
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
})()`;
