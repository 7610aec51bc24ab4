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
])('%s gets the settings of Google that it needs, and no others', (app, expected) => {
  expect(googleEnvironment(app, google)).toEqual(expected);
});

it('no app gets any where there is no Google', () => {
  expect(googleEnvironment('api-gateway')).toEqual({});
});
