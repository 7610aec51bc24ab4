import { expect, it } from 'vitest';
import { request } from 'node:http';
import { Device, refusedUpgrade } from '../support/device.js';
import { aPerson } from '../support/people.js';
import type { LiveWorld } from './live-world.js';

export function door(given: () => LiveWorld): void {
  const gateway = (): string => given().gateways[0];
  const token = async (): Promise<string> => (await aPerson(given().api)).accessToken;
  const bearer = (accessToken: string) => ({ headers: { authorization: `Bearer ${accessToken}` } });

  it('opens for a token as a subprotocol, of which it repeats but the name, and for one in the header', async () => {
    const device = given().keep(await Device.connect(gateway(), await token()));
    expect(device.webSocket.protocol).toBe('bearer');
    expect(device.webSocket.extensions).toBe('');
    const inHeader = given().keep(await Device.connectWith(gateway(), bearer(await token())));
    expect(inHeader.webSocket.protocol).toBe('');
  });

  it('opens for pages of the allowed origins, and of its own', async () => {
    for (const origin of ['https://app.example.com', new URL(gateway()).origin]) {
      given().keep(await Device.connectWith(gateway(), { ...bearer(await token()), origin }));
    }
  });

  it('stays shut without a token, for a broken one, an expired one and one of a session that has ended', async () => {
    const unauthenticated = { status: 401, reason: 'UNAUTHENTICATED' };
    expect(await refusedUpgrade(gateway(), {})).toEqual(unauthenticated);
    expect(await refusedUpgrade(gateway(), { protocols: ['bearer'] })).toEqual(unauthenticated);
    expect(await refusedUpgrade(gateway(), bearer('a.b.c'))).toEqual(unauthenticated);
    const short = await aPerson(given().shortLived);
    const ended = await aPerson(given().api);
    await ended.api.post('/v1/auth/logout');
    expect(await refusedUpgrade(gateway(), bearer(ended.accessToken))).toEqual(unauthenticated);
    const device = given().keep(await Device.connect(gateway(), short.accessToken));
    await device.isClosed();
    expect(await refusedUpgrade(gateway(), bearer(short.accessToken))).toEqual(unauthenticated);
  });

  it.each(['https://evil.example.com', 'https://app.example.com.evil.com', 'null', 'http://app.example.com'])(
    'stays shut for pages of %s',
    async (origin) => {
      const answer = await refusedUpgrade(gateway(), { ...bearer(await token()), origin });
      expect(answer).toEqual({ status: 403, reason: 'ORIGIN_NOT_ALLOWED' });
    },
  );

  it('is in one place', async () => {
    const answer = await refusedUpgrade(gateway(), { ...bearer(await token()), path: '/v1/chats' });
    expect(answer).toEqual({ status: 404, reason: 'NOT_FOUND' });
  });

  it('lets a client that offers HTTP/2 go on with HTTP/1.1, its body too', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' };
      const asking = request(`${gateway()}/v1/auth/login`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
      });
      asking.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
      asking.end(JSON.stringify({ email: 'nobody@example.com', password: 'wrong' }));
    });
    expect(status).toBe(401);
  });
}
