import { eventually } from '@messenger/testing';
import { describe, expect, onTestFinished } from 'vitest';
import { anEmail } from '../../support/people.js';
import { it } from '../../support/stack-test.js';
import { TlsTerminator } from '../../support/tls-terminator.js';
import * as person from '../../web/support/actions.js';
import { WebBrowser, whenLive } from '../../web/support/web-browser.js';

describe('over https', () => {
  it('the session is in a cookie of this very host, and ends with the sign-out', async ({ stack }) => {
    const [terminator, browser] = await Promise.all([TlsTerminator.start(), WebBrowser.start()]);
    onTestFinished(async () => {
      await browser.stop();
      await terminator.stop();
    });
    const gateway = await stack.startSecond('api-gateway', { PUBLIC_URL: terminator.url });
    onTestFinished(() => gateway.stop());
    terminator.leadTo(Number(gateway.env.PORT));

    // Chromium takes no service worker from who shows a certificate of an authority that it does not know.
    const page = await browser.newPerson({ ignoreHTTPSErrors: true, serviceWorkers: 'block' });
    const refreshCookie = async () => (await page.context().cookies()).find(({ name }) => name.includes('refresh'));
    await person.register(page, `${terminator.url}/`, anEmail());
    const first = await refreshCookie();
    expect(first).toMatchObject({
      ...{ name: '__Host-messenger-refresh', domain: 'localhost', path: '/' },
      ...{ httpOnly: true, secure: true, sameSite: 'Strict' },
    });
    await page.reload();
    await whenLive(page);
    expect((await refreshCookie())?.value).not.toBe(first?.value);
    await person.goTo(page, 'Settings');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Welcome back' }).waitFor();
    await eventually(async () => expect(await refreshCookie()).toBeUndefined());
    await browser.closePages();
  });
});
