import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@messenger/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { Api } from '../support/api.js';
import { startBrowser } from '../support/browser.js';
import { anEmail, aPerson, PASSWORD } from '../support/people.js';

const gatewayUrl = inject('gatewayUrl');
const api = new Api(gatewayUrl);
const HOME = `${gatewayUrl}/`;
/** The same at each run, so that they do not heap up. */
const SCREENSHOTS = join(tmpdir(), 'messenger-landing-page');

let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  context = await browser.newContext();
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (entry) => {
    // A refusal of the API is part of the story; a refusal of the content security policy is not.
    if (entry.type() === 'error' && !entry.text().includes('the server responded')) complaints.push(entry.text());
  });
  await page.goto(HOME);
});
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

async function signInWithGoogle(email: string): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with Google' }).click();
  await page.getByRole('textbox', { name: 'Or another address' }).fill(email);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(HOME);
}

async function signInWithPassword(email: string, action: 'Log in' | 'Register', password = PASSWORD): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: action }).click();
}

async function signOut(): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

/** Who is signed in, as the page shows it. */
async function userId(): Promise<string> {
  await page.getByText('Signed in as').waitFor();
  return page.locator('#user-id').innerText();
}

async function message(text: string | RegExp): Promise<void> {
  await page.getByRole('status').filter({ hasText: text }).waitFor();
}

function keptTokens(): Promise<{ accessToken: string; refreshToken: string }> {
  return page.evaluate("JSON.parse(sessionStorage.getItem('tokens'))");
}

describe('Google', () => {
  it('signs a person in with a profile, and out, and in to the same account again', async () => {
    const email = anEmail('ada');
    await signInWithGoogle(email);
    const id = await userId();
    const { accessToken } = await keptTokens();
    const nickname = await eventually(async () => {
      const { body } = await api.as(accessToken).get('/v1/users/me');
      expect(body).toMatchObject({ id, nickname: expect.stringMatching(/^ada_/) });
      return body.nickname as string;
    });
    await page.reload();
    await page.getByRole('heading', { name: nickname }).waitFor();

    await signOut();
    expect(await keptTokens()).toBeNull();
    expect((await api.as(accessToken).get('/v1/users/me')).status).toBe(401);

    await signInWithGoogle(email);
    expect(await userId()).toBe(id);
  });

  it('signs in one of the sample people with one click', async () => {
    await page.getByRole('link', { name: 'Sign in with Google' }).click();
    await page.getByText('This page is not Google').waitFor();
    await page.getByRole('link', { name: 'Ada Lovelace' }).click();
    await userId();
  });

  it('leaves no code in the address, and no token in any address or Referer', async () => {
    const seen: string[] = [];
    page.on('request', (request) => seen.push(request.url(), request.headers().referer ?? ''));
    await signInWithGoogle(anEmail());
    await userId();
    const { accessToken, refreshToken } = await keptTokens();
    expect(page.url()).toBe(HOME);
    expect(seen.filter((text) => text.includes(accessToken) || text.includes(refreshToken))).toEqual([]);
    await page.reload();
    await userId();
  });

  it('does not sign in to an account with that address, and the page says what to do', async () => {
    const { email, id } = await aPerson(api);
    await signInWithGoogle(email);
    await message(/exists already.*Log in with its password.*Link Google/);

    await signInWithPassword(email, 'Log in');
    expect(await userId()).toBe(id);
    await page.getByRole('button', { name: 'Link Google' }).click();
    await page.getByRole('textbox').fill(email);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(HOME);
    expect(await userId()).toBe(id);
    await signOut();
    await signInWithGoogle(email);
    expect(await userId()).toBe(id);
  });

  it('can be left without signing in', async () => {
    await page.getByRole('link', { name: 'Sign in with Google' }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await message('You cancelled the sign-in at Google');
    expect(page.url()).toBe(HOME);
  });
});

describe('a password', () => {
  it('registers, and later logs in, by the keyboard alone', async () => {
    const email = anEmail();
    await signInWithPassword(email, 'Register');
    const id = await userId();
    await signOut();
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    expect(await userId()).toBe(id);
  });

  it.each([
    ['short', 'The password must have 8 to 128 characters'],
    ['password123', 'The password .*'],
  ])('%s is refused in a whole sentence', async (password, sentence) => {
    await signInWithPassword(anEmail(), 'Register', password);
    await message(new RegExp(`^${sentence}\\.$`));
  });

  it('that is wrong is explained in words, and the address stays', async () => {
    const { email } = await aPerson(api);
    await signInWithPassword(email, 'Log in', 'not the password');
    await message('The e-mail address or the password is wrong');
    expect(await page.getByRole('textbox', { name: 'E-mail address' }).inputValue()).toBe(email);
  });
});

describe('a session', () => {
  it('goes on with new tokens when the access token has expired', async () => {
    await signInWithPassword(anEmail(), 'Register');
    const id = await userId();
    const { refreshToken } = await keptTokens();
    const expired = JSON.stringify({ accessToken: 'a.b.c', refreshToken });
    await page.evaluate(`sessionStorage.setItem('tokens', '${expired}')`);
    await page.reload();
    expect(await userId()).toBe(id);
    expect((await keptTokens()).accessToken).not.toBe('a.b.c');
  });

  it('that has ended elsewhere asks to sign in again', async () => {
    await signInWithPassword(anEmail(), 'Register');
    await userId();
    const { accessToken } = await keptTokens();
    await api.as(accessToken).post('/v1/auth/logout');
    await page.reload();
    await message('Your session has ended');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});

describe('the page', () => {
  it('links to the documentation, and lets nobody run a script in it', async () => {
    const { headers } = await api.get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    await page.getByRole('link', { name: 'API documentation' }).click();
    await page.waitForURL(`${gatewayUrl}/docs`);
  });

  it('shows nothing that an address makes up', async () => {
    await page.goto(`${HOME}?error=${encodeURIComponent('Call 555-0100 <b>now</b>')}`);
    await message('Signing in with Google has failed');
    expect(page.url()).toBe(HOME);
  });

  it.each([1280, 390])('fits a screen %d pixels wide', async (width) => {
    await page.setViewportSize({ width, height: 844 });
    const picture = async (name: string) => {
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}-${colorScheme}.png`) });
      }
    };
    await picture('sign-in');
    await signInWithPassword('ada@example.com', 'Log in', 'not the password');
    await message('wrong');
    await picture('message');
    await page.getByRole('link', { name: 'Sign in with Google' }).click();
    await picture('stand-in');
    await page.goto(HOME);
    await signInWithPassword(anEmail(), 'Register');
    await userId();
    await picture('profile');
  });
});
