import { expect, it } from 'vitest';
import { googleEnvironment } from './google-environment.js';
import type { AppName } from './services.js';

const google = {
  GOOGLE_CLIENT_ID: 'id',
  GOOGLE_CLIENT_SECRET: 'secret',
  GOOGLE_TOKEN_URL: 'https://google.invalid/token',
  GOOGLE_ISSUER: 'https://google.invalid',
};

it.each<[AppName, Record<string, string>]>([
  [
    'api-gateway',
    { GOOGLE_CLIENT_ID: 'id', GOOGLE_CLIENT_SECRET: 'secret', GOOGLE_TOKEN_URL: 'https://google.invalid/token' },
  ],
  ['auth-service', { GOOGLE_CLIENT_ID: 'id', GOOGLE_ISSUER: 'https://google.invalid' }],
  ['chat-service', {}],
])('%s is told what it has to know of Google, and no more', (app, expected) => {
  expect(googleEnvironment(app, google)).toEqual(expected);
});

it('where there is no Google, nobody is told anything', () => {
  expect(googleEnvironment('api-gateway')).toEqual({});
});
