import { eventually } from '@messenger/testing';
import {
  LiveEndedError,
  MessengerClient,
  ok,
  ProblemError,
  SignedOutError,
  type LiveEvent,
  type LiveStatus,
  type Tokens,
} from '@messenger/client';
import { describe, expect } from 'vitest';
import { WebSocket } from 'ws';
import { anEmail, PASSWORD } from '../support/people.js';
import { it } from '../support/stack-test.js';

describe('the client', () => {
  it.beforeEach(({ gateways }) => gateways.restore());

  const register = (url: string, onTokens?: (tokens: Tokens) => void): Promise<MessengerClient> =>
    MessengerClient.register(
      { url, WebSocket, ...(onTokens && { onTokens }) },
      { email: anEmail(), password: PASSWORD },
    );

  const about = (somebody: MessengerClient, text: string) =>
    ok(somebody.api.PATCH('/v1/users/me', { body: { about: text } }));

  async function first(live: AsyncIterable<LiveEvent>): Promise<LiveEvent> {
    for await (const event of live) return event;
    throw new Error('It ended');
  }

  it('refreshes its tokens in time, once for all concurrent calls, and passes them to onTokens', async ({
    gateways,
  }) => {
    const received: Tokens[] = [];
    // Its tokens live for 3 s.
    const ada = await register(gateways.shortLived.url, (tokens) => received.push(tokens));
    expect(received).toEqual([ada.tokens]);
    const tokensOfBefore = ada.tokens;
    await eventually(async () => {
      await Promise.all(Array.from({ length: 5 }, () => ok(ada.api.GET('/v1/users/me'))));
      expect(received.length).toBeGreaterThan(1);
    });
    expect(received).toHaveLength(2);
    expect(ada.tokens.accessToken).not.toBe(tokensOfBefore.accessToken);
  });

  it('refreshes tokens that the API refuses, and repeats the request', async ({ gateways }) => {
    const { url } = gateways.shortLived;
    const { tokens } = await register(url);
    await eventually(async () =>
      expect((await gateways.shortLived.as(tokens.accessToken).get('/v1/users/me')).status).toBe(401),
    );
    // As if they lived longer.
    const restored = MessengerClient.restore({ url }, { ...tokens, expiresIn: 900 });
    expect((await ok(restored.api.GET('/v1/users/me'))).id).toBe(tokens.userId);
    expect(restored.tokens.refreshToken).not.toBe(tokens.refreshToken);
  });

  it('stays connected past the expiry of its access token', async ({ gateways }) => {
    const ada = await register(gateways.shortLived.url);
    const statuses: LiveStatus[] = [];
    const live = ada.live({ onStatus: (status) => statuses.push(status) });
    await live.ready;
    const { accessToken } = ada.tokens;
    const expired = async () => (await gateways.shortLived.as(accessToken).get('/v1/users/me')).status;
    await eventually(async () => expect(await expired()).toBe(401));
    const [event] = await Promise.all([first(live), about(ada, 'still here')]);
    expect(event).toMatchObject({ type: 'user.profile_updated.v1', data: { about: 'still here' } });
    expect(statuses.slice(0, 2)).toEqual(['connecting', 'live']);
    expect(statuses).not.toContain('waiting');
  });

  it('resumes, as another process, at the cursor that was kept', async ({ gateways }) => {
    const { url } = gateways.api;
    const ada = await register(url);
    const live = ada.live();
    await live.ready;
    await about(ada, 'one');
    for await (const event of live) {
      if (event.type === 'user.profile_updated.v1') await about(ada, 'two');
      if (live.cursor !== null) break;
    }
    const again = MessengerClient.restore({ url, WebSocket }, ada.tokens).live({ cursor: live.cursor });
    expect(await first(again)).toMatchObject({ data: { about: 'two' } });
  });

  it('ends with SignedOutError when its session is revoked', async ({ gateways }) => {
    const ada = await register(gateways.api.url);
    const live = ada.live();
    await live.ready;
    await ada.logOut();
    await expect(first(live)).rejects.toBeInstanceOf(SignedOutError);
    await expect(ada.api.GET('/v1/users/me')).rejects.toBeInstanceOf(SignedOutError);
    await expect(first(ada.live())).rejects.toBeInstanceOf(SignedOutError);
  });

  it('ends at a malformed cursor', async ({ gateways }) => {
    const ada = await register(gateways.api.url);
    await expect(first(ada.live({ cursor: 'hello' }))).rejects.toEqual(new LiveEndedError(1008, 'cursor not valid'));
  });

  it('throws refusals with their reason', async ({ gateways }) => {
    const ada = await register(gateways.api.url);
    const refused = await ok(ada.api.PATCH('/v1/users/me', { body: { nickname: 'x' } })).catch((e: unknown) => e);
    expect(refused).toBeInstanceOf(ProblemError);
    expect(refused).toMatchObject({ status: 400, reason: 'VALIDATION_FAILED' });
    expect((refused as ProblemError).message).toContain('nickname');
    const unknown = ada.send('0199aaaa-0000-7000-8000-000000000000', 'hello');
    await expect(unknown).rejects.toMatchObject({ reason: 'CHAT_NOT_FOUND' });
  });
});
