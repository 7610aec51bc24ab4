import { record, SERVICE_NAMES } from '@messenger/stack';
import { eventually } from '@messenger/testing';
import { describe, expect, onTestFinished } from 'vitest';
import { LiveDevice } from '../../support/live-device.js';
import { aPerson } from '../../support/people.js';
import { it } from '../../support/stack-test.js';
import { aToken, revokeKeys, signingKey } from '../tokens/signing-keys.js';
import { everywhere, TokenEndpoints } from '../tokens/token-endpoints.js';

describe('a revocation of the keys', () => {
  it.beforeEach(({ stack }) => stack.restore());

  it('ends every access token within 5 seconds, in every service and on live connections', async ({ stack }) => {
    const env = record(SERVICE_NAMES, (app) => stack.apps[app].env);
    const endpoints = new TokenEndpoints(stack.api.url, env);
    onTestFinished(() => endpoints.close());
    const bob = await aPerson(stack.api);
    const device = await LiveDevice.connect(stack.api.url, bob.accessToken);
    const old = await signingKey('active', env['auth-service']);
    expect(await revokeKeys(env['auth-service'])).toContain(old.kid);
    const revokedAt = performance.now();
    await eventually(async () => {
      expect(await endpoints.answersTo(bob.accessToken)).toEqual(everywhere('ACCESS_TOKEN_INVALID'));
      const fresh = await aToken(old, { sub: bob.id });
      expect(await endpoints.answersTo(fresh)).toEqual(everywhere('ACCESS_TOKEN_INVALID'));
      expect(device.closed).toMatchObject({ code: 4401 });
    });
    expect(performance.now() - revokedAt).toBeLessThan(5_000);

    const { body } = await stack.api.post('/v1/auth/refresh', { refreshToken: bob.refreshToken });
    await eventually(async () => {
      expect(await endpoints.answersTo(String(body.accessToken))).toEqual(everywhere('accepted'));
    });
  });
});
