import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '@messenger/stack';
import { eventually } from '@messenger/testing';
import type { Cookie, Page } from 'playwright-core';
import { describe, expect, onTestFinished } from 'vitest';
import { CertificateAuthority } from '../../../tools/testing/src/certificate-authority.js';
import { aChat, send } from '../../support/people.js';
import { startProxy } from '../../support/proxy.js';
import { it } from '../../support/stack-test.js';
import type { TestStack } from '../../support/test-stack.js';
import * as person from '../../web/support/actions.js';
import { WebBrowser, whenLive } from '../../web/support/web-browser.js';

const REFRESH = '__Host-messenger-refresh';

/** A gateway behind nginx as documented, which ends TLS; returns its address. */
async function overTls(stack: TestStack): Promise<string> {
  const certificates = mkdtempSync(join(tmpdir(), 'messenger-https-'));
  onTestFinished(() => rmSync(certificates, { recursive: true }));
  await (await CertificateAuthority.create()).issue(certificates, { name: 'localhost', days: 1 });
  const [port = 0] = await freePorts(1);
  const env = { PUBLIC_URL: `https://localhost:${port}`, TRUSTED_PROXIES: '127.0.0.1' };
  const gateway = await stack.startSecond('api-gateway', env);
  onTestFinished(() => gateway.stop());
  return startProxy('nginx', Number(gateway.env.PORT), { port, certificates });
}

async function cookiesOf(page: Page): Promise<Record<string, Cookie>> {
  const cookies = await page.context().cookies();
  return Object.fromEntries(cookies.map((cookie) => [cookie.name, cookie]));
}

describe('the web client over https', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('signs in, refreshes by a cookie of this host alone, hears of messages, and signs out', async ({ stack }) => {
    const url = await overTls(stack);
    const browser = await WebBrowser.start();
    onTestFinished(() => browser.stop());
    const { ada, grace, chatId } = await aChat(stack.api);
    const page = await browser.newPerson({ ignoreHTTPSErrors: true });
    await person.logIn(page, url, ada.email);
    const signedIn = await cookiesOf(page);
    const strict = { domain: 'localhost', path: '/', secure: true, sameSite: 'Strict' };
    expect(signedIn).toMatchObject({ [REFRESH]: { ...strict, httpOnly: true }, 'messenger-signed-in': strict });
    expect(Object.keys(signedIn)).toHaveLength(2);
    expect(await page.evaluate('document.cookie')).toBe('messenger-signed-in=1');

    await page.reload();
    await whenLive(page);
    expect((await cookiesOf(page))[REFRESH]?.value).not.toBe(signedIn[REFRESH]?.value);
    await send(grace, chatId, 'Over the wire');
    await page.locator('.chat-row', { hasText: 'Over the wire' }).waitFor();

    await person.goTo(page, 'Settings');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    await eventually(async () => expect(await cookiesOf(page)).toEqual({}));
    await browser.closePages();
  });
});
