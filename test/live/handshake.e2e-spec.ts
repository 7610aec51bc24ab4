import { describe, expect } from 'vitest';
import { request } from 'node:http';
import { LiveDevice, refusedUpgrade } from '../support/live-device.js';
import { aPerson } from '../support/people.js';
import type { LiveGateways } from '../support/live-gateways.js';
import { it } from '../support/stack-test.js';

describe('the live handshake', () => {
  it.beforeEach(({ gateways }) => gateways.restore());

  const tokenOf = async ({ api }: LiveGateways): Promise<string> => (await aPerson(api)).accessToken;
  const bearer = (accessToken: string) => ({ headers: { authorization: `Bearer ${accessToken}` } });

  it('accepts a token as a subprotocol, of which it echoes the name alone, and one in the Authorization header', async ({
    gateways,
  }) => {
    const device = await LiveDevice.connect(gateways.urls[0], await tokenOf(gateways));
    expect(device.webSocket.protocol).toBe('bearer');
    expect(device.webSocket.extensions).toBe('');
    const inHeader = await LiveDevice.connectWith(gateways.urls[0], bearer(await tokenOf(gateways)));
    expect(inHeader.webSocket.protocol).toBe('');
  });

  it('accepts pages of the allowed origins, and of its own', async ({ gateways }) => {
    for (const origin of ['https://app.example.com', new URL(gateways.urls[0]).origin]) {
      await LiveDevice.connectWith(gateways.urls[0], { ...bearer(await tokenOf(gateways)), origin });
    }
  });

  it.for(['localhost:3000', 'www.example.com', '192.168.1.20:3000'])(
    'accepts its own pages where it is known as %s',
    async (host, { gateways }) => {
      const { headers } = bearer(await tokenOf(gateways));
      const origin = `http://${host}`;
      await LiveDevice.connectWith(gateways.urls[0], { headers: { ...headers, host }, origin });
    },
  );

  it('refuses a missing token, a malformed one, an expired one and one of a session that has ended', async ({
    gateways,
  }) => {
    const unauthenticated = { status: 401, reason: 'UNAUTHENTICATED' };
    expect(await refusedUpgrade(gateways.urls[0], {})).toEqual(unauthenticated);
    expect(await refusedUpgrade(gateways.urls[0], { protocols: ['bearer'] })).toEqual(unauthenticated);
    const invalid = { status: 401, reason: 'ACCESS_TOKEN_INVALID' };
    expect(await refusedUpgrade(gateways.urls[0], bearer('a.b.c'))).toEqual(invalid);
    const short = await aPerson(gateways.shortLived);
    const ended = await aPerson(gateways.api);
    await ended.api.post('/v1/auth/logout');
    expect(await refusedUpgrade(gateways.urls[0], bearer(ended.accessToken))).toEqual({
      status: 401,
      reason: 'SESSION_REVOKED',
    });
    const device = await LiveDevice.connect(gateways.urls[0], short.accessToken);
    await device.isClosed();
    expect(await refusedUpgrade(gateways.urls[0], bearer(short.accessToken))).toEqual({
      status: 401,
      reason: 'ACCESS_TOKEN_EXPIRED',
    });
  });

  it.for(['https://evil.example.com', 'https://app.example.com.evil.com', 'null', 'http://app.example.com'])(
    'refuses pages of %s',
    async (origin, { gateways }) => {
      const answer = await refusedUpgrade(gateways.urls[0], { ...bearer(await tokenOf(gateways)), origin });
      expect(answer).toEqual({ status: 403, reason: 'ORIGIN_NOT_ALLOWED' });
    },
  );

  it('is offered on one path alone', async ({ gateways }) => {
    const answer = await refusedUpgrade(gateways.urls[0], { ...bearer(await tokenOf(gateways)), path: '/v1/chats' });
    expect(answer).toEqual({ status: 404, reason: 'NOT_FOUND' });
  });

  it('answers a client that offers HTTP/2 by HTTP/1.1, and reads its body', async ({ gateways }) => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
      const asking = request(`${gateways.urls[0]}/v1/auth/login`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
      });
      asking.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      asking.end(JSON.stringify({ email: 'nobody@example.com', password: 'wrong' }));
    });
    expect(status).toBe(401);
  });
});
