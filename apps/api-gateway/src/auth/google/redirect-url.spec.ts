import { describe, expect, it } from 'vitest';
import { RedirectNotAllowedError } from './google.errors.js';
import { allowedNativeRedirect, allowedRedirect, withOutcome } from './redirect-url.js';

const ALLOWED = ['https://chat.example.com/', 'https://app.example.com/signed-in'];

describe('the redirect of a sign-in', () => {
  it('is the first of the allowed ones by default', () => {
    expect(allowedRedirect(ALLOWED)).toBe('https://chat.example.com/');
  });

  it.each([
    ['https://chat.example.com/', 'https://chat.example.com/'],
    ['https://chat.example.com', 'https://chat.example.com/'],
    ['https://chat.example.com?tab=2', 'https://chat.example.com/?tab=2'],
    [
      'https://app.example.com/signed-in?next=%2Fchats%3Fa%3Db',
      'https://app.example.com/signed-in?next=%2Fchats%3Fa%3Db',
    ],
    ['HTTPS://APP.example.com:443/signed-in', 'https://app.example.com/signed-in'],
    ['https://chat.example.com/?to=https://evil.example', 'https://chat.example.com/?to=https://evil.example'],
  ])('may be %s', (redirect, understood) => {
    expect(allowedRedirect(ALLOWED, redirect)).toBe(understood);
  });

  it.each([
    '',
    '/',
    '//chat.example.com/',
    'chat.example.com/',
    'https://',
    'https://evil.example/',
    'http://chat.example.com/',
    'https://chat.example.com:8443/',
    'https://chat.example.com.evil.example/',
    'https://evil.example/?https://chat.example.com/',
    'https://evil-chat.example.com/',
    'https://ada@chat.example.com/',
    'https://chat.example.com:x@evil.example/',
    'https://chat.example.com@evil.example/',
    'https://chat.example.com%40evil.example/',
    'https://chat.example.com%2f@evil.example/',
    'https://evil.example\\@chat.example.com/',
    'https://chat.example.com\\@evil.example/',
    'https:\\\\chat.example.com/',
    'https://chat.example.com/#',
    'https://chat.example.com/#code=planted',
    'https://chat.example.com/other',
    'https://chat.example.com//',
    'https://chat.example.com/%2f',
    'https://app.example.com/signed-in/',
    'https://app.example.com/signed-in%00',
    'https://app.example.com/signed-in;x',
    'https://app.example.com/signed-in/..//evil.example',
    'https://app.example.com/SIGNED-IN',
    ' https://chat.example.com/',
    'https://chat.exa\tmple.com/',
    'https://chat.example.com/\n',
    'https://chat.example.com/?\0',
    'javascript:alert(1)',
    'javascript://chat.example.com/%0aalert(1)',
    'data:text/html,https://chat.example.com/',
    'blob:https://chat.example.com/',
    'https://chat。example.com.evil.example/',
  ])('cannot be %j', (redirect) => {
    expect(() => allowedRedirect(ALLOWED, redirect)).toThrow(RedirectNotAllowedError);
  });

  it('of another scheme is not mistaken for an allowed one without origin', () => {
    expect(() => allowedRedirect(['com.example.app:/'], 'com.evil.app:/')).toThrow(RedirectNotAllowedError);
  });
});

describe('the redirect of a native app with PKCE', () => {
  const NATIVE = [
    ...ALLOWED,
    'com.example.app:/signed-in',
    'com.example.app2://done',
    'http://127.0.0.1/',
    'http://[::1]/app',
  ];

  it.each([
    'com.example.app:/signed-in',
    'com.example.app:/signed-in?tab=2',
    'com.example.app2://done',
    'http://127.0.0.1:51004/',
    'http://[::1]:40001/app',
    'https://app.example.com/signed-in',
  ])('may be %s', (redirect) => {
    expect(allowedNativeRedirect(NATIVE, redirect)).toBe(redirect);
  });

  it.each([
    'com.evil.app:/signed-in',
    'com.example.app:/other',
    'com.example.app2://evil',
    'http://127.0.0.1:51004/other',
    'https://127.0.0.1:51004/',
    'http://localhost:51004/',
    'https://chat.example.com:8443/',
    'http://user@127.0.0.1:51004/',
  ])('cannot be %s', (redirect) => {
    expect(() => allowedNativeRedirect(NATIVE, redirect)).toThrow(RedirectNotAllowedError);
  });

  it.each(['com.example.app:/signed-in', 'com.example.app2://done', 'http://127.0.0.1:51004/'])(
    'is not %s without PKCE',
    (redirect) => {
      expect(() => allowedRedirect(NATIVE, redirect)).toThrow(RedirectNotAllowedError);
    },
  );

  it('gets the outcome in its query', () => {
    expect(withOutcome('com.example.app:/signed-in', { code: 'abc' })).toBe('com.example.app:/signed-in?code=abc');
  });
});

describe('the outcome of a sign-in', () => {
  it('is added to the query of the redirect', () => {
    expect(withOutcome('https://chat.example.com/', { code: 'abc' })).toBe('https://chat.example.com/?code=abc');
    expect(withOutcome('https://app.example.com/signed-in?tab=2&tab=3', { error: 'ACCESS_DENIED' })).toBe(
      'https://app.example.com/signed-in?tab=2&tab=3&error=ACCESS_DENIED',
    );
  });

  it('replaces a code and an error that were in the query', () => {
    const planted = 'https://chat.example.com/?code=planted&error=PLANTED&code=again';
    expect(withOutcome(planted, { code: 'abc' })).toBe('https://chat.example.com/?code=abc');
    expect(withOutcome(planted, { error: 'REASON' })).toBe('https://chat.example.com/?error=REASON');
  });
});
