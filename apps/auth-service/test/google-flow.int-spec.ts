import { SignJWT, UnsecuredJWT, exportSPKI, generateKeyPair, importJWK, type CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { callerOf, reasonOf, query } from './accounts-on-postgres.js';
import {
  aBrowser,
  someGoogleClaims,
  finishedSignIn,
  googleOnPostgres,
  flowStart,
  ISSUER,
  signIn,
  lockWait,
  type Auth,
} from './google-fixture.js';

let auth: Auth;
beforeAll(async () => {
  auth = await googleOnPostgres();
});
afterAll(() => auth.close());

/** The outcomes of ten parallel runs. */
async function tenAtOnce(work: () => Promise<unknown>): Promise<(string | undefined)[]> {
  return (await Promise.all(Array.from({ length: 10 }, () => reasonOf(work())))).sort();
}

const nineRefused = (reason: string): (string | undefined)[] => [...Array<string>(9).fill(reason), undefined];

describe('a sign-in flow', () => {
  it('returns the verifier and the redirect that it was begun with to its browser', async () => {
    const begun = flowStart(aBrowser());
    const state = await auth.google.begin(begun);
    const { codeVerifier, redirect } = await auth.google.handleCallback(state, begun.browser);
    expect({ codeVerifier, redirect, browser: begun.browser }).toEqual(begun);
  });

  it('accepts one callback, of ten parallel ones', async () => {
    const browser = aBrowser();
    const state = await auth.google.begin(flowStart(browser));
    const outcomes = await tenAtOnce(() => auth.google.handleCallback(state, browser));
    expect(outcomes).toEqual(nineRefused('OAUTH_STATE_INVALID'));
    expect(await reasonOf(auth.google.handleCallback(state, browser))).toBe('OAUTH_STATE_INVALID');
  });

  it('refuses a callback of another browser, with another state, or without one', async () => {
    const [browser, other] = [aBrowser(), aBrowser()];
    const state = await auth.google.begin(flowStart(browser));
    const otherState = await auth.google.begin(flowStart(other));
    for (const [presented, where] of [
      [state, other],
      [otherState, browser],
      [state, ''],
      ['', browser],
      ['', ''],
    ] as const) {
      expect(await reasonOf(auth.google.handleCallback(presented, where))).toBe('OAUTH_STATE_INVALID');
    }
    expect(await reasonOf(auth.google.handleCallback(state, browser))).toBeUndefined();
  });

  it('refuses a callback after 10 minutes', async () => {
    const browser = aBrowser();
    const state = await auth.google.begin(flowStart(browser));
    const [flow] = await query<{ life: number }>(
      auth.sql,
      `SELECT extract(epoch FROM expires_at - now())::float AS life FROM google_flows ORDER BY id DESC LIMIT 1`,
    );
    expect(flow?.life).toBeGreaterThan(595);
    expect(flow?.life).toBeLessThanOrEqual(600);
    await query(auth.sql, `UPDATE google_flows SET expires_at = now() WHERE expires_at > now()`);
    expect(await reasonOf(auth.google.handleCallback(state, browser))).toBe('OAUTH_STATE_INVALID');
  });

  it('finishes once, and only after its callback', async () => {
    const browser = aBrowser();
    const idToken = await auth.idToken(someGoogleClaims());
    const state = await auth.google.begin(flowStart(browser));
    const [begun] = await query<{ id: string }>(auth.sql, `SELECT id FROM google_flows ORDER BY id DESC LIMIT 1`);
    expect(await reasonOf(auth.google.finish(begun?.id ?? '', idToken))).toBe('OAUTH_STATE_INVALID');
    expect(await reasonOf(auth.google.finish(uuidv7(), idToken))).toBe('OAUTH_STATE_INVALID');
    const { flowId } = await auth.google.handleCallback(state, browser);
    const outcomes = await tenAtOnce(() => auth.google.finish(flowId, idToken));
    expect(outcomes).toEqual(nineRefused('OAUTH_STATE_INVALID'));
  });

  it('stores no secret but the code verifier', async () => {
    const browser = aBrowser();
    const state = await auth.google.begin(flowStart(browser));
    const { flowId } = await auth.google.handleCallback(state, browser);
    const code = await auth.google.finish(flowId, await auth.idToken(someGoogleClaims()));
    const rows = await query<{ text: string }>(
      auth.sql,
      `SELECT google_flows::text AS text FROM google_flows UNION ALL SELECT exchange_codes::text FROM exchange_codes`,
    );
    const kept = rows.map(({ text }) => text).join();
    for (const secret of [state, browser, code]) {
      expect(kept).not.toContain(secret);
      expect(kept).not.toContain(Buffer.from(secret).toString('hex'));
    }
  });

  it('is GOOGLE_SIGN_IN_DISABLED without Google credentials', async () => {
    const disabled = auth.googleOn(undefined);
    const attempts = [
      disabled.begin(flowStart(aBrowser())),
      disabled.handleCallback('state', 'browser'),
      disabled.exchange('code', 'browser'),
    ];
    expect(await Promise.all(attempts.map(reasonOf))).toEqual(Array(3).fill('GOOGLE_SIGN_IN_DISABLED'));
  });
});

describe('an exchange code', () => {
  it('begins one session, of ten parallel exchanges', async () => {
    const browser = aBrowser();
    const code = await finishedSignIn(auth, someGoogleClaims(), browser);
    const outcomes = await tenAtOnce(() => auth.google.exchange(code, browser));
    expect(outcomes).toEqual(nineRefused('EXCHANGE_CODE_INVALID'));
  });

  it('is refused in another browser', async () => {
    const browser = aBrowser();
    const code = await finishedSignIn(auth, someGoogleClaims(), browser);
    for (const other of [aBrowser(), '']) {
      expect(await reasonOf(auth.google.exchange(code, other))).toBe('EXCHANGE_CODE_INVALID');
    }
    expect(await reasonOf(auth.google.exchange('unknown', browser))).toBe('EXCHANGE_CODE_INVALID');
    expect(await reasonOf(auth.google.exchange(code, browser))).toBeUndefined();
  });

  it('expires after 60 seconds', async () => {
    const browser = aBrowser();
    const code = await finishedSignIn(auth, someGoogleClaims(), browser);
    const older = (seconds: number) =>
      query(auth.sql, `UPDATE exchange_codes SET expires_at = expires_at - make_interval(secs => $1)`, [seconds]);
    await older(61);
    expect(await reasonOf(auth.google.exchange(code, browser))).toBe('EXCHANGE_CODE_INVALID');
    await older(-6);
    expect(await reasonOf(auth.google.exchange(code, browser))).toBeUndefined();
  });

  it('is deleted with its identity', async () => {
    const person = someGoogleClaims();
    const caller = callerOf(await signIn(auth, person));
    await finishedSignIn(auth, someGoogleClaims(), aBrowser(), caller);
    const browser = aBrowser();
    const code = await finishedSignIn(auth, person, browser);
    const [first] = await auth.identities.list(caller);
    await auth.identities.remove(caller, first?.id ?? '');
    expect(await reasonOf(auth.google.exchange(code, browser))).toBe('EXCHANGE_CODE_INVALID');
  });

  it('is refused when a transaction that deletes its identity commits first', async () => {
    const person = someGoogleClaims();
    const { userId } = await signIn(auth, person);
    const browser = aBrowser();
    const code = await finishedSignIn(auth, person, browser);
    let exchanged: Promise<string | undefined> | undefined;
    await auth.sql.transaction(async (reset) => {
      await query(reset, `UPDATE accounts SET password_hash = 'new' WHERE id = $1`, [userId]);
      exchanged = reasonOf(auth.google.exchange(code, browser));
      await lockWait(auth);
      await query(reset, `UPDATE sessions SET revoked_at = now() WHERE user_id = $1`, [userId]);
      await query(reset, `DELETE FROM identities WHERE user_id = $1`, [userId]);
    });
    expect(await exchanged).toBe('EXCHANGE_CODE_INVALID');
  });
});

describe("Google's id_token", () => {
  const seconds = Math.floor(Date.now() / 1_000);

  it.each<[string, Record<string, unknown>]>([
    ['of another issuer', { iss: 'https://accounts.example.com' }],
    ['without an issuer', { iss: undefined }],
    ['for another application', { aud: 'other.apps.googleusercontent.com' }],
    ['without an audience', { aud: undefined }],
    ['that has expired', { exp: seconds - 1 }],
    ['that does not expire', { exp: undefined }],
    ['that is not yet valid', { nbf: seconds + 60 }],
    ['without a subject', { sub: undefined }],
    ['with a number as its subject', { sub: 5 }],
    ['with an empty subject', { sub: '' }],
  ])('%s is refused', async (_what, claims) => {
    expect(await reasonOf(finishedSignIn(auth, someGoogleClaims(claims)))).toBe('ID_TOKEN_INVALID');
  });

  it.each([{ email_verified: false }, { email_verified: undefined }, { email_verified: 'true' }, { email: undefined }])(
    'with %o is EMAIL_NOT_VERIFIED',
    async (claims) => {
      expect(await reasonOf(finishedSignIn(auth, someGoogleClaims(claims)))).toBe('EMAIL_NOT_VERIFIED');
    },
  );

  it('makes one identity with both spellings of the issuer', async () => {
    const person = someGoogleClaims();
    const first = await signIn(auth, person);
    const second = await signIn(auth, { ...person, iss: 'accounts.google.com' });
    expect(second.userId).toBe(first.userId);
  });

  it("needs Google's signature", async () => {
    const [key] = auth.keys.toJSON();
    const kid = key?.kid ?? '';
    const claims = { ...someGoogleClaims(), iss: ISSUER };
    const sign = (alg: string, by: CryptoKey | Uint8Array) =>
      new SignJWT(claims).setProtectedHeader({ alg, kid }).setIssuedAt().setExpirationTime('1h').sign(by);
    const { privateKey } = await generateKeyPair('RS256');
    const publicPem = await exportSPKI((await importJWK({ ...key }, 'RS256', { extractable: true })) as CryptoKey);
    const good = await auth.idToken(claims);
    const forgeries = [
      await sign('RS256', privateKey),
      await sign('HS256', new TextEncoder().encode(publicPem)),
      new UnsecuredJWT(claims).setIssuedAt().setExpirationTime('1h').encode(),
      `${good.split('.').slice(0, 2).join('.')}.`,
      good.replace(/\.[^.]+\./, `.${Buffer.from(JSON.stringify({ ...claims, sub: 'x' })).toString('base64url')}.`),
      'nonsense',
    ];
    for (const forgery of forgeries) {
      const browser = aBrowser();
      const { flowId } = await auth.google.handleCallback(await auth.google.begin(flowStart(browser)), browser);
      expect(await reasonOf(auth.google.finish(flowId, forgery))).toBe('ID_TOKEN_INVALID');
    }
  });

  it('is GOOGLE_UNAVAILABLE while the keys cannot be fetched', async () => {
    const deaf = auth.googleOn('http://127.0.0.1:1/jwks');
    const browser = aBrowser();
    const { flowId } = await deaf.handleCallback(await deaf.begin(flowStart(browser)), browser);
    expect(await reasonOf(deaf.finish(flowId, await auth.idToken(someGoogleClaims())))).toBe('GOOGLE_UNAVAILABLE');
  });
});
