import { expect, it } from 'vitest';
import { isAllowedOrigin } from './origins.js';

const ALLOWED = new Set(['https://app.example.com']);
const isAllowed = (origin: string, headers: Record<string, string>) => isAllowedOrigin(origin, headers, ALLOWED);

it.each([
  ['https://app.example.com', { host: '127.0.0.1:3000' }],
  ['http://localhost:3000', { host: 'localhost:3000' }],
  ['https://www.example.com', { host: 'www.example.com' }],
  ['https://www.example.com', { host: 'WWW.example.com:443' }],
  ['http://192.168.1.20:3000', { host: '192.168.1.20:3000' }],
  ['http://[fd00::1]:3000', { host: '[fd00::1]:3000' }],
  ['https://chat.example.com', { host: 'gateway:3000', 'x-forwarded-host': 'chat.example.com, inner' }],
])('a page of %s may connect to %j', (origin, headers) => {
  expect(isAllowed(origin, headers)).toBe(true);
});

it.each([
  ['https://evil.example.com', { host: 'chat.example.com' }],
  ['https://chat.example.com.evil.com', { host: 'chat.example.com' }],
  ['https://chat.example.com@evil.com', { host: 'chat.example.com' }],
  ['http://localhost:5173', { host: 'localhost:3000' }],
  ['http://app.example.com', { host: '127.0.0.1:3000' }],
  ['null', { host: 'null' }],
  ['file://', { host: '' }],
  ['chrome-extension://abc', { host: 'abc' }],
  ['http://chat.example.com/', { host: 'chat.example.com' }],
  ['http://a b', { host: 'a b' }],
  ['https://evil.example.com', {}],
])('a page of %s may not connect to %j', (origin, headers) => {
  expect(isAllowed(origin, headers as Record<string, string>)).toBe(false);
});
