import { eventually } from '@messenger/testing';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, inject } from 'vitest';
import { Api } from '../support/api.js';
import { anEmail, anotherDeviceOf, aPerson, PASSWORD, type Person } from '../support/people.js';
import * as person from './support/actions.js';
import type { WebBrowser } from './support/web-browser.js';
import { it } from './support/web-test.js';

const gatewayUrl = inject('gatewayUrl');
const api = new Api(gatewayUrl);

let browser: WebBrowser;
let page: Page;
let ada: Person;
it.beforeEach(({ browser: started }) => void (browser = started));
beforeEach(async () => {
  page = await browser.newPerson();
  ada = await aPerson(api);
});
afterEach(() => browser.closePages());

function openSection(section: string): Promise<void> {
  return person.openAs(ada, page, `${gatewayUrl}/#/settings/${section}`);
}

/** A picture that is red on its left half and blue on its right one, twice as wide as it is high. */
const HALVES = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200">
  <rect width="200" height="200" fill="red"/><rect x="200" width="200" height="200" fill="blue"/></svg>`;

/** The colours of a picture at its left and its right edge. */
const EDGES = `(async (image) => {
  await image.decode();
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const colour = (x) => [...context.getImageData(x, canvas.height / 2, 1, 1).data].slice(0, 3).map((part) => Math.round(part / 255));
  return [canvas.width, canvas.height, colour(8), colour(canvas.width - 8)];
})(document.querySelector('.picture img'))`;

describe('the picture', () => {
  async function choosePicture(keys: string[]): Promise<void> {
    await openSection('profile');
    await page.locator('input[type=file]').setInputFiles({
      name: 'halves.png',
      mimeType: 'image/png',
      buffer: Buffer.from(await pngOf(HALVES), 'base64'),
    });
    const part = page.getByRole('img', { name: 'Part of the picture' });
    for (const key of keys) await part.press(key);
    await page.getByRole('button', { name: 'Use this picture' }).click();
    await page.locator('.picture img').waitFor();
  }

  /** The browser draws it. */
  function pngOf(svg: string): Promise<string> {
    return page.evaluate<string>(`(async () => {
      const image = new Image();
      image.src = 'data:image/svg+xml,' + encodeURIComponent(${JSON.stringify(svg)});
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      canvas.getContext('2d').drawImage(image, 0, 0);
      return canvas.toDataURL('image/png').split(',')[1];
    })()`);
  }

  const RED = [1, 0, 0];
  const BLUE = [0, 0, 1];
  const toTheEnd = (key: string) => Array.from({ length: 12 }, () => key);

  it.each([
    ['as it is', [], RED, BLUE],
    ['moved to its left end', toTheEnd('ArrowLeft'), RED, RED],
    ['moved to its right end', toTheEnd('ArrowRight'), BLUE, BLUE],
  ])('is cut to the square that one sees, %s', async (_where, keys, left, right) => {
    await choosePicture(keys);
    expect(await page.evaluate(EDGES)).toEqual([512, 512, left, right]);
  });

  it('is shown at once, also in the navigation, and can be removed', async () => {
    await choosePicture([]);
    await page.locator('.nav-me img').waitFor();
    await page.getByRole('button', { name: 'Remove the picture' }).click();
    await page.locator('.picture img').waitFor({ state: 'detached' });
    const { body } = await ada.api.get('/v1/users/me');
    expect((body as { avatarUrl: string | null }).avatarUrl).toBeNull();
  });

  it.each(['not a picture', 'GIF89a'])('"%s" is refused in words', async (content) => {
    await openSection('profile');
    const file = { name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from(content) };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('This file is no picture that can be shown here.').waitFor();
  });
});

describe('devices', () => {
  it('are listed with this one marked, and another is signed out at once', async () => {
    const phone = await anotherDeviceOf(api, ada);
    await openSection('devices');
    await page.getByText('This device').waitFor();
    const rows = page.locator('.card-row');
    expect(await rows.count()).toBe(2);
    await page.getByRole('button', { name: /^Sign out / }).click();
    await eventually(async () => expect(await rows.count()).toBe(1));
    await eventually(async () => expect((await phone.api.get('/v1/users/me')).status).toBe(401));
    expect((await ada.api.get('/v1/users/me')).status).toBe(200);
  });
});

describe('the language', () => {
  it('changes the whole page at once, and stays', async () => {
    await openSection('appearance');
    await page.getByRole('radio', { name: 'Русский' }).check();
    await page.getByRole('heading', { name: 'Оформление' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
    await page.reload();
    await page.getByRole('heading', { name: 'Оформление' }).waitFor();
  });

  it.each([
    ['ru-RU', 'С возвращением'],
    ['en-US', 'Welcome back'],
    ['eo', 'Welcome back'],
  ])('is that of the browser: %s', async (locale, title) => {
    const foreign = await browser.newPerson({ locale });
    await foreign.goto(gatewayUrl);
    await foreign.getByRole('heading', { name: title }).waitFor();
  });
});

describe('the theme', () => {
  it.each([
    ['Dark', 'light', 'rgb(23, 25, 30)'],
    ['Light', 'dark', 'rgb(255, 255, 255)'],
  ] as const)('%s is chosen against the system, and stays', async (theme, colorScheme, ground) => {
    await page.emulateMedia({ colorScheme });
    await openSection('appearance');
    await page.getByRole('radio', { name: theme }).check();
    const colour = () => page.evaluate(`getComputedStyle(document.querySelector('.card')).backgroundColor`);
    expect(await colour()).toBe(ground);
    await page.reload();
    await page.getByRole('radio', { name: theme, checked: true }).waitFor();
    expect(await colour()).toBe(ground);
  });
});

describe('the link of a profile', () => {
  it('lets who opens it ask to be friends', async () => {
    await openSection('profile');
    await page.getByRole('img', { name: 'The link as a QR code' }).waitFor();
    const url = await page.locator('.share-link code').innerText();
    const grace = await browser.newPerson();
    await person.openAs(await aPerson(api), grace, url);
    await grace.getByRole('button', { name: 'Add friend' }).click();
    await grace.getByRole('button', { name: 'Cancel request' }).waitFor();
    await page.goto(`${gatewayUrl}/#/people`);
    await page.getByRole('button', { name: 'Accept' }).waitFor();
  });
});

describe('an invite', () => {
  it('is made with a link that lets one person in, and then counts as used', async () => {
    await openSection('invites');
    await page.getByRole('textbox', { name: 'Note' }).fill('For Grace');
    await page.getByRole('button', { name: 'Make a link' }).click();
    const url = await page.locator('.share-link code').innerText();
    await page.locator('.card-row', { hasText: 'For Grace' }).getByText('0 of 1 used').waitFor();

    const guest = await browser.newPerson();
    await guest.goto(url);
    await guest.getByText('You have been invited').waitFor();
    await person.fillCredentials(guest, anEmail('grace'), PASSWORD);
    await guest.getByRole('button', { name: 'Register' }).click();
    await person.signedIn(guest);
    await page.reload();
    await page.locator('.card-row', { hasText: 'For Grace' }).getByText('used up').waitFor();
  });

  it('that is taken back lets nobody in', async () => {
    const { body } = await ada.api.post('/v1/invites', { note: 'For a stranger', maxUses: 3 });
    await openSection('invites');
    await page.getByRole('button', { name: 'Take back: For a stranger' }).click();
    await page.locator('.card-row', { hasText: 'For a stranger' }).getByText('taken back').waitFor();

    const guest = await browser.newPerson();
    await guest.goto((body as { url: string }).url);
    await guest.getByText('You have been invited').waitFor();
    await person.fillCredentials(guest, anEmail(), PASSWORD);
    await guest.getByRole('button', { name: 'Register' }).click();
    await guest.getByText('This invite was taken back').waitFor();
  });

  it.each([
    ['For how many people', '0'],
    ['For how many days', '366'],
  ])('is not made for what cannot be (%s: %s)', async (label, value) => {
    await openSection('invites');
    await page.getByRole('spinbutton', { name: label }).fill(value);
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.locator('input:invalid').waitFor();
    const { body } = await ada.api.get('/v1/invites');
    expect((body as { invites: unknown[] }).invites).toEqual([]);
  });
});
