import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { Api } from '../../support/api.js';
import { aPerson, refusal } from '../../support/people.js';
import { it } from '../../support/stack-test.js';
import { Browser } from './http-browser.js';

interface Page {
  status: number | undefined;
  body: string;
  location: string;
}

/** fetch cannot set the Host header. */
async function page(url: string, headers: Record<string, string>): Promise<Page> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers }, resolve).on('error', reject);
  });
  return {
    status: response.statusCode,
    body: await text(response),
    location: response.headers.location ?? '',
  };
}

/** The answer and, with the same headers, that of the address to which it redirects. */
async function followed(url: string, headers: Record<string, string>): Promise<[Page, Page]> {
  const first = await page(url, headers);
  return [first, await page(first.location, headers)];
}

it.beforeEach(({ stack }) => stack.restore());

it('a start on another host name goes to the public URL first', async ({ stack: { api } }) => {
  const query = '/v1/auth/google?redirect=x';
  const elsewhere = await new Browser(api).open(api.url.replace('127.0.0.1', 'localhost') + query);
  expect(elsewhere).toMatchObject({ status: 302, location: `${api.url}${query}&redirected=true` });
});

it.for([
  ['backend:3000', '/v1/auth/google'],
  ['gateway', '/v1/auth/google?redirect=x'],
  ['<b>', '/v1/auth/google'],
] as const)(
  'behind a proxy that says %s for the host it ends with a page that names the settings',
  async ([host, path], { stack: { api } }) => {
    const [first, second] = await followed(api.url + path, { accept: 'text/html', host });
    expect([first.status, second.status]).toEqual([302, 409]);
    for (const setting of ['PUBLIC_URL', 'TRUSTED_PROXIES', 'Host']) expect(second.body).toContain(setting);
    expect(second.body).not.toContain('<b>');
    const [, { body }] = await followed(api.url + path, { host });
    expect(JSON.parse(body)).toMatchObject({ status: 409, reason: 'PUBLIC_URL_MISMATCH' });
  },
);

it('linking is refused on a page of another host name, to whose cookie Google would not come back', async ({
  stack: { api },
}) => {
  const { accessToken } = await aPerson(api);
  const elsewhere = new Api(api.url.replace('127.0.0.1', 'localhost'), accessToken);
  const refused = await elsewhere.request('POST', '/v1/auth/google/link', {}, { origin: elsewhere.url });
  expect(refusal(refused)).toEqual([409, 'PUBLIC_URL_MISMATCH']);
  expect(refused.body.detail).toContain(api.url);
});
