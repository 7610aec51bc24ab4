import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reasonOf } from './accounts-on-postgres.js';
import { aBrowser, flowStart, googleOnPostgres, someGoogleClaims, type Auth } from './google-fixture.js';

let auth: Auth;
beforeAll(async () => {
  auth = await googleOnPostgres();
});
afterAll(() => auth.close());

const aVerifier = (): string => randomBytes(32).toString('base64url');
const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** A sign-in that a native app has begun; its browser, and the code in the redirect to the app. */
async function aNativeSignIn(verifier: string): Promise<{ browser: string; code: string }> {
  const browser = aBrowser();
  const state = await auth.google.begin({ ...flowStart(browser), appChallenge: challengeOf(verifier) });
  const { flowId } = await auth.google.handleCallback(state, browser);
  return { browser, code: await auth.google.finish(flowId, await auth.idToken(someGoogleClaims())) };
}

it('a native app exchanges its code with its verifier, once, without the cookie of the browser', async () => {
  const verifier = aVerifier();
  const { code } = await aNativeSignIn(verifier);
  expect(await reasonOf(auth.google.exchange(code, '', verifier))).toBeUndefined();
  expect(await reasonOf(auth.google.exchange(code, '', verifier))).toBe('EXCHANGE_CODE_INVALID');
});

it.each<[string, (verifier: string, browser: string) => [browser: string, verifier?: string]]>([
  ['another verifier', () => ['', aVerifier()]],
  ['the cookie of its browser', (_verifier, browser) => [browser]],
  ['its challenge, which travelled in a URL, as a cookie', (verifier) => [challengeOf(verifier)]],
  ['its challenge as a verifier', (verifier) => ['', challengeOf(verifier)]],
  ['nothing', () => ['']],
])('the code of a native app is not exchanged with %s', async (_what, shown) => {
  const verifier = aVerifier();
  const { browser, code } = await aNativeSignIn(verifier);
  expect(await reasonOf(auth.google.exchange(code, ...shown(verifier, browser)))).toBe('EXCHANGE_CODE_INVALID');
  expect(await reasonOf(auth.google.exchange(code, '', verifier))).toBeUndefined();
});

it("the code of a browser is not exchanged with an app's verifier", async () => {
  const browser = aBrowser();
  const state = await auth.google.begin(flowStart(browser));
  const { flowId } = await auth.google.handleCallback(state, browser);
  const code = await auth.google.finish(flowId, await auth.idToken(someGoogleClaims()));
  expect(await reasonOf(auth.google.exchange(code, browser, aVerifier()))).toBe('EXCHANGE_CODE_INVALID');
  expect(await reasonOf(auth.google.exchange(code, browser))).toBeUndefined();
});
