import { describe, expect, it } from 'vitest';
import { canonicalEmail } from './canonical-email.js';

describe('the canonical form of an address', () => {
  it.each([
    ['a domain in Unicode', 'ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['a domain in capitals beyond ASCII', 'ada@BÜCHER.example', 'ada@xn--bcher-kva.example'],
    ['a domain with decomposed letters', 'ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
    ['a full-width domain', 'ada@ｅｘａｍｐｌｅ.com', 'ada@example.com'],
    ['an ideographic full stop', 'ada@example。com', 'ada@example.com'],
    ['decomposed letters', 'a\u0308da@example.com', 'äda@example.com'],
    ['full-width letters', 'ａｄａ@example.com', 'ada@example.com'],
    ['capitals', 'Ada@Example.COM', 'ada@example.com'],
    ['a Kelvin sign', 'grac\u212a@example.com', 'grack@example.com'],
    ['a zero-width space', 'a\u200bda@example.com', 'ada@example.com'],
    ['a soft hyphen', 'ada@exam\u00adple.com', 'ada@example.com'],
    ['a Hangul filler', 'ada\u3164@example.com', 'ada@example.com'],
    ['a byte order mark', '\ufeffada@example.com', 'ada@example.com'],
    ['line breaks around it', '\r\nada@example.com\r\n', 'ada@example.com'],
    ['needless quotes', '"ada"@example.com', 'ada@example.com'],
    ['needless backslashes', '"a\\da"@example.com', 'ada@example.com'],
  ])('is the same with %s', (_what, typed, canonical) => {
    expect(canonicalEmail(typed)).toBe(canonical);
    expect(canonicalEmail(canonical)).toBe(canonical);
  });

  it.each([
    'ada@example.com\r\nBcc: grace@example.com',
    'a\nda@example.com',
    'a\u0085da@example.com',
    'ada\u200b@',
    '\u200b@example.com',
    'ada@exa mple.com',
    'ada@example.com/path',
    'ada@ex%61mple.com',
    'ada@example.com:25',
    'ada@1.2.3.4',
    'ada@[1.2.3.4]',
    'ada＠example.com',
    42,
    undefined,
  ])('is none of %j', (typed) => {
    expect(canonicalEmail(typed)).toBeUndefined();
  });

  it.each([
    ['ada+1@example.com', 'ada@example.com'],
    ['a.da@example.com', 'ada@example.com'],
    ['ada@localhost', 'ada@localhost.example'],
  ])('differs for %s and %s', (one, other) => {
    expect(canonicalEmail(one)).toBe(one);
    expect(canonicalEmail(other)).toBe(other);
  });
});
