import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AppProcess } from '@messenger/stack';
import { eventually } from '@messenger/testing';
import { afterAll, describe, expect } from 'vitest';
import { Api } from '../../support/api.js';
import { LiveDevice } from '../../support/live-device.js';
import { aChat } from '../../support/people.js';
import { startProxy } from '../../support/proxy.js';
import { it } from '../../support/stack-test.js';

/** Addresses of clients: the proxy's own is 127.0.0.1. */
const CLIENTS = { nginx: '127.0.0.2', haproxy: '127.0.0.3' };

/** It believes the proxy, and limits each address. */
let gateway: AppProcess;
it.beforeAll(async ({ stack }) => {
  gateway = await stack.startSecond('api-gateway', { TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_REFRESH: '30' });
});
afterAll(() => gateway.stop());

describe.for(['nginx', 'haproxy'] as const)('behind %s as documented', (proxy) => {
  it.beforeEach(({ stack }) => stack.restore());

  it('people chat live, and their avatars arrive whole', async ({ stack }) => {
    const url = await startProxy(proxy, Number(gateway.env.PORT));
    const { ada, grace, chatId } = await aChat(stack.api);
    const device = await LiveDevice.live(url, grace.accessToken);
    const sent = await new Api(url).as(ada.accessToken).post(`/v1/chats/${chatId}/messages`, { text: 'Hello' });
    expect(sent.status).toBe(201);
    await eventually(() => expect(device.texts).toEqual(['Hello']));
    // No picture, so that the gateway refuses it, once it has all of it.
    const body = new FormData();
    body.set('file', new Blob([new Uint8Array(5_000_000)], { type: 'image/png' }), 'large.png');
    const headers = { authorization: `Bearer ${ada.accessToken}` };
    const refused = await fetch(`${url}/v1/users/me/avatar`, { method: 'PUT', body, headers });
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
  });

  it('the client counts, whoever it says it is, and the proxy is not logged as undeclared', async () => {
    const url = await startProxy(proxy, Number(gateway.env.PORT));
    const claims = Array.from({ length: 40 }, (_, index) => `203.0.113.${index}`);
    const statuses = await Promise.all(claims.map((claim) => refreshFrom(CLIENTS[proxy], url, claim)));
    expect(new Set(statuses)).toEqual(new Set([400, 429]));
    expect(readFileSync(gateway.logFile, 'utf8')).not.toContain('TRUSTED_PROXIES');
  });
});

/** The status of a refresh without a token, by a client that claims to forward for another. */
function refreshFrom(localAddress: string, url: string, forwardedFor: string): Promise<number | undefined> {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor };
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers, localAddress };
    request(`${url}/v1/auth/refresh`, options, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end('{}');
  });
}
