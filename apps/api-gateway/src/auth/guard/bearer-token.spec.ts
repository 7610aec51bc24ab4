import { AccessTokenInvalidError, UnauthenticatedError } from '@messenger/errors';
import { expect, it } from 'vitest';
import { bearerToken } from './bearer-token.js';

it.each(['Bearer a.b.c', 'bearer a.b.c', 'Bearer  a.b.c', ' Bearer a.b.c '])('%j names a token', (header) => {
  expect(bearerToken(header)).toBe('a.b.c');
});

it.each([undefined, '', 'Bearer', 'Basic YTpi', 'a.b.c', 'Bearera.b.c'])('%j names none', (header) => {
  expect(() => bearerToken(header)).toThrow(UnauthenticatedError);
  expect(() => bearerToken(header)).not.toThrow(AccessTokenInvalidError);
});

it.each(['Bearer garbage', 'Bearer a.b', 'Bearer a.b.c d', 'Bearer a.b.c='])('%j names no valid one', (header) => {
  expect(() => bearerToken(header)).toThrow(AccessTokenInvalidError);
});
