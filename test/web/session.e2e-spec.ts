import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Cookie, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest';
import { eventually } from '@messenger/testing';
import { Api } from '../support/api.js';
import { aPerson } from '../support/people.js';
import * as person from './support/actions.js';
import { keptIn } from './support/kept.js';
import { type WebBrowser, whenLive } from './support/web-browser.js';
import { it } from './support/web-test.js';

const gatewayUrl = inject('gatewayUrl');
const HOME = `${gatewayUrl}/`;
const REFRESH = '/v1/auth/refresh/cookie';

let browser: WebBrowser;
it.beforeEach(({ browser: started }) => void (browser = started));
afterEach(() => browser.closePages());

async function signedIn(): Promise<Page> {
  const page = await browser.newPerson();
  await person.openAs(await aPerson(new Api(gatewayUrl)), page, HOME);
  await whenLive(page);
  return page;
}

async function anotherTab(page: Page): Promise<Page> {
  const tab = await browser.newTab(page.context());
  await tab.goto(HOME);
  // Nobody is told of anything without an access token.
  await whenLive(tab);
  return tab;
}

/** Counts from now on. */
function refreshesIn(context: BrowserContext): string[] {
  const refreshes: string[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith(REFRESH)) refreshes.push(request.method());
  });
  return refreshes;
}

async function refreshCookie(page: Page): Promise<Cookie | undefined> {
  return (await page.context().cookies()).find(({ name }) => name === 'messenger-refresh');
}

it('goes on where the API is too busy to say at once whose it is', async () => {
  const page = await browser.newPerson();
  await page.context().route(`**${REFRESH}`, (route) => route.fulfill({ status: 503, body: '{}' }), { times: 1 });
  await person.openAs(await aPerson(new Api(gatewayUrl)), page, HOME);
});

describe('two tabs', () => {
  it('with an expired token make one refresh', async () => {
    const page = await signedIn();
    const tab = await anotherTab(page);
    const refreshes = refreshesIn(page.context());
    // By Date.now() of both pages the access token has expired; the client looks each second.
    await Promise.all(
      [page, tab].map((each) => each.evaluate('const now = Date.now; Date.now = () => now() + 880_000')),
    );
    await eventually(() => expect(refreshes).toEqual(['POST']));
    await Promise.all([page, tab].map((each) => each.waitForTimeout(2_500)));
    expect(refreshes).toEqual(['POST']);
  });

  it('of which one is opened later make no refresh', async () => {
    const page = await signedIn();
    const refreshes = refreshesIn(page.context());
    await anotherTab(page);
    expect(refreshes).toEqual([]);
  });

  it('that are opened at the same time make one refresh', async () => {
    const page = await signedIn();
    const tab = await anotherTab(page);
    // No tab is left that could hand its token over.
    await Promise.all([page, tab].map((each) => each.goto('about:blank')));
    const refreshes = refreshesIn(page.context());
    await Promise.all([page, tab].map((each) => each.goto(HOME)));
    await Promise.all([page, tab].map((each) => whenLive(each)));
    expect(refreshes).toEqual(['POST']);
  });
});

describe('no script', () => {
  it('finds a token in what the page stores, or in an address', async () => {
    const page = await signedIn();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url(), request.headers().referer ?? ''));
    await page.reload();
    await person.signedIn(page);
    await whenLive(page);
    const stored = (await page.evaluate<string>(STORED)) + (await keptIn(page));
    const refreshToken = await refreshCookie(page);
    expect(refreshToken).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const readable = [stored, addresses.join(' ')].join(' ');
    expect(readable).toContain('messenger-signed-in=1');
    expect(readable).not.toContain(refreshToken?.value);
    expect(readable).not.toMatch(/eyJ[\w-]+\.eyJ/);
  });
});

describe('a page of another origin', () => {
  let server: Server;
  beforeAll(() => {
    server = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<p>Evil</p>'));
    return new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());

  it.each(['127.0.0.1', 'localhost'])('on %s cannot refresh for who is signed in', async (host) => {
    const page = await signedIn();
    const before = await refreshCookie(page);
    const evil = await page.context().newPage();
    await evil.goto(`http://${host}:${(server.address() as AddressInfo).port}/`);
    for (const headers of [{ 'x-refresh-token': 'cookie' }, {}]) {
      for (const mode of ['cors', 'no-cors']) {
        const init = JSON.stringify({ method: 'POST', credentials: 'include', mode, headers });
        const text = await evil.evaluate<string>(
          `fetch('${gatewayUrl}${REFRESH}', ${init}).then((answer) => answer.text(), (error) => error.name)`,
        );
        expect(text).toMatch(/^(TypeError|)$/);
      }
    }
    expect(before).toBeDefined();
    expect(await refreshCookie(page)).toEqual(before);
  });
});

/** All that scripts can read of what is stored beside the databases. */
const STORED = 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href])';
